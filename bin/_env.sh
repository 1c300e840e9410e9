# Shared by bin/up and bin/test (POSIX sh, read with `.`): finds Python, makes .venv, installs what is pinned.
# Every failure is one sentence on stderr and exit code 1. After the first installation no network is needed.

# A dozen programs start from the same modules: what the first has compiled is kept for the others.
unset PYTHONDONTWRITEBYTECODE

fail() {
    echo "$1" >&2
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        # Asked by running it: a version manager may offer a name that it cannot run.
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# find_uv [FILE...]: sets uv to a program that works, got with pip first where there is none and a file pins one: the
# rest then takes a third of the time. Who told pip of another index is asked nothing elsewhere.
find_uv() {
    uv=uv
    if uv --version >/dev/null 2>&1; then
        return 0
    fi
    uv=.venv/bin/uv
    [ $# -gt 0 ] && pinned=$(grep -h '^uv==' "$@") || return 1
    if .venv/bin/python -m pip config list 2>/dev/null | grep -q '\.index-url='; then
        return 1
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --retries 0 --no-deps "$pinned" >>"$log" 2>&1 &&
        "$uv" --version >/dev/null 2>&1
}

require_space() {
    free_kb=$(df -Pk . 2>/dev/null | awk 'NR == 2 { print $4 }')
    case $free_kb in
        '' | *[!0-9]*) return 0 ;;
    esac
    [ "$free_kb" -ge 1500000 ] ||
        fail "The disk is full: $((free_kb / 1024)) MB are free in $(pwd) and the installation needs 1500 MB; free some space and start again."
}

make_venv() {
    rm -rf .venv
    if find_uv && "$uv" venv --quiet --python "$python" .venv >>"$log" 2>&1; then
        return 0
    fi
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        fail "$python has no venv module: install it (Debian and Ubuntu: apt install python3-venv) and start again."
    fi
    "$python" -m venv .venv >>"$log" 2>&1 || explain "Making .venv"
}

# install FILE...: with uv when it works, else with pip.
install() {
    files=''
    for file in "$@"; do
        files="$files -r $file"
    done
    # shellcheck disable=SC2086  # the file names have no spaces and must become separate words
    if find_uv "$@" && "$uv" pip install --quiet --compile-bytecode --python .venv/bin/python $files >>"$log" 2>&1; then
        return 0
    fi
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m ensurepip >>"$log" 2>&1 || explain "Installing pip"
    fi
    # shellcheck disable=SC2086
    .venv/bin/python -m pip install --quiet --disable-pip-version-check $files >>"$log" 2>&1 ||
        explain "The installation"
}

explain() {
    if grep -qi -e 'no space left' -e 'quota exceeded' "$log" 2>/dev/null; then
        fail "The disk is full: free some space and start again."
    fi
    if grep -qi -e 'name resolution' -e 'name or service not known' -e 'failed to establish a new connection' \
        -e 'network is unreachable' -e 'connection refused' -e 'connection timed out' -e 'dns error' \
        -e 'error sending request' -e 'proxyerror' -e 'could not connect' "$log" 2>/dev/null; then
        fail "There is no network: the first start downloads what requirements.txt names; connect and start again."
    fi
    fail "$1 failed; the last words of $log are: $(tail -n 1 "$log" 2>/dev/null)"
}

installed() {
    [ -x .venv/bin/python ] || return 1
    for file in "$@"; do
        [ "$(cat ".venv/.installed-$file" 2>/dev/null)" = "$(cksum <"$file")" ] || return 1
    done
}

# ensure_installed FILE...: makes .venv hold these requirements; does nothing when they have not changed.
# Of two commands started at once the second waits for the first, where the system has flock.
ensure_installed() {
    if installed "$@"; then
        return 0
    fi
    if command -v flock >/dev/null && (: >>.installing) 2>/dev/null; then
        exec 9>>.installing
        flock 9
        if installed "$@"; then
            exec 9>&-
            return 0
        fi
    fi
    python=$(find_python) ||
        fail "ReviewHub needs Python 3.11 or newer and none was found: install it (or set PYTHON=/path/to/python) and start again."
    require_space
    mkdir -p .data/log 2>/dev/null || fail "ReviewHub may not write in $(pwd): give this user the folder and start again."
    if [ "$(id -u)" = 0 ]; then
        chmod 711 .data # the database's own user walks through it
    else
        chmod 700 .data
    fi
    log=.data/log/install.log
    : >"$log" || fail "ReviewHub cannot write $(pwd)/$log: free some space or give this user the folder, and start again."
    echo "Installing $* into .venv (the first time this takes a minute) ..."
    if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        make_venv
    fi
    install "$@"
    for file in "$@"; do
        cksum <"$file" >".venv/.installed-$file"
    done
    exec 9>&-
}
