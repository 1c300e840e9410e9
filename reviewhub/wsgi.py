import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reviewhub.settings")
application = get_wsgi_application()
import_module("reviewhub.heart").start("web")  # only now: it needs the product to be loaded

# What is loaded now stays: no collection looks at it again. A batch makes many objects that no cycle holds,
# and at Python's own threshold of 700 the collector runs through them again and again.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
