import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewhub.settings")
application = get_wsgi_application()
import_module("reviewhub.heart").start("web")  # only now: it needs the product to be loaded

# What is loaded now stays: no collection looks at it again. A piece of a batch makes some 50,000 objects that
# no cycle holds, and at a threshold below that the collector runs through them again and again.
gc.collect()
gc.freeze()
gc.set_threshold(100_000, 10, 20)
