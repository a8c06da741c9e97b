# Prepares what a command needs; sourced by run.sh, test.sh and bench.sh, which have set $root.
#
#   prepare run     libraries for the window, .venv from requirements/run.txt
#   prepare test    that, and requirements/test.txt
#   prepare bench   that, and requirements/bench.txt
#
# Each layer leaves a stamp in .venv: the sums of its lock and of system.txt with their full paths.
# No stamp: the layer is added. A stamp that says something else (new lock, moved folder; a venv
# cannot be moved): .venv is made anew. Everything here speaks on stderr; failures end with 3.

venv=$root/.venv

prepare() {
    for layer in $(layers_up_to "$1"); do
        if ! is_ready "$layer"; then
            set_up "$1"
            return
        fi
    done
}

layers_up_to() {
    case $1 in
        run) echo run ;;
        test) echo run test ;;
        bench) echo run test bench ;;
    esac
}

is_ready() {
    # a Python that the system has since replaced leaves a dangling link, which -x sees
    [ -x "$venv/bin/python" ] && [ -f "$venv/$1.stamp" ] &&
        [ "$(cat "$venv/$1.stamp")" = "$(stamp_of "$1")" ]
}

stamp_of() {
    sha256sum "$root/requirements/$1.txt" "$root/setup/system.txt"
}

say() {
    printf '%s\n' "$*"
}

stop() {
    say "$@"
    exit 3
}

# In a shell of its own: what is set here stays here, and nothing reaches stdout or eats stdin.
set_up() (
    layers=$(layers_up_to "$1")
    PATH=$PATH:/usr/sbin:/sbin # ldconfig is not on everybody's path
    umask 022                  # a folder prepared by root serves every clerk
    [ -n "${HOME:-}" ] || unset HOME
    [ -w "$root" ] || stop "首次使用前要在程序文件夹里安装组件，但当前用户不能写入：$root"

    take_turns # the other may just have done it all: then nothing below finds work
    need_system
    build_venv
) >&2 </dev/null

# -- the system ------------------------------------------------------------------------------

need_system() {
    packages=$(missing_packages)
    [ -z "$packages" ] || install_packages
    find_python || stop "需要 Python 3.11 或 3.12（含 venv），本系统没有找到。"
}

# By what is there, not by what a package manager remembers: libraries may come from elsewhere.
missing_packages() {
    libraries=" $(ldconfig -p | awk '/x86-64|AArch64/ { print $1 }' | tr '\n' ' ')"
    {
        find_python || printf '%s\n' python3 python3-venv
        while read -r layer kind what package; do
            case " $layers " in *" $layer "*) ;; *) continue ;; esac
            is_there "$kind" "$what" || say "$package"
        done <"$root/setup/system.txt"
    } | sort -u | tr '\n' ' '
}

is_there() {
    case $1 in
        lib) case $libraries in *" $2 "*) ;; *) return 1 ;; esac ;;
        cmd) command -v "$2" >/dev/null ;;
    esac
}

find_python() {
    # names with a version first: what plain python3 is changes with an upgrade of the system
    for python in python3.11 python3.12 python3; do
        if "$python" -I -c '
import sys, venv, ensurepip
sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null; then
            return 0
        fi
    done
    return 1
}

install_packages() {
    command -v apt-get >/dev/null ||
        stop "本系统缺少组件，也没有 apt-get。请安装与这些 Debian 软件包相当的组件：$packages"
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        tell_packages "缺少系统组件，安装需要管理员权限。请输入下面这一行，然后重新运行："
    fi
    say "正在安装系统组件：$packages"
    # stale lists give 404s, so they are refreshed first; one broken source need not matter
    apt_get update || true
    # shellcheck disable=SC2086  # a list of words
    apt_get install -y --no-install-recommends $packages || true
    [ -z "$(missing_packages)" ] ||
        tell_packages "系统组件没有装好（原因见上）。解决后请输入下面这一行，然后重新运行："
}

apt_get() {
    # shellcheck disable=SC2086  # empty, or sudo with its option
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 \
        -o DPkg::Lock::Timeout=300 "$@" 9>&- # a service that a package starts must not hold our lock
}

tell_packages() {
    say "$1"
    update="apt-get update"
    install="apt-get install -y --no-install-recommends ${packages% }"
    if [ "$(id -u)" = 0 ]; then
        stop "$update && $install"
    elif command -v sudo >/dev/null; then
        stop "sudo $update && sudo $install"
    else # "su -" because plain su keeps a path on which dpkg misses its helpers
        stop "su - -c '$update && $install'"
    fi
}

# -- the virtual environment -----------------------------------------------------------------

# The kernel drops the lock when its last holder ends, however it ends. pip inherits it, so that
# nobody starts beside a pip whose shell was killed.
take_turns() {
    exec 9>"$root/.setup.lock" || stop "不能写入：$root/.setup.lock"
    flock -n 9 && return
    say "另一处正在安装组件，等它完成……"
    flock 9
}

build_venv() {
    for layer in $layers; do
        if [ -e "$venv/$layer.stamp" ] && ! is_ready "$layer"; then
            rm -rf "$venv"
        fi
    done
    is_ready run || make_venv
    for layer in $layers; do
        is_ready "$layer" || install_layer "$layer"
    done
}

make_venv() {
    rm -rf "$venv"
    "$python" -I -m venv "$venv" || stop "没有能建立 Python 环境：$venv"
}

# pip's own settings (index, wheel folder, proxy) are the user's; only what would break is set.
install_layer() {
    say "正在安装程序组件（$1），需要几分钟……"
    stamp=$(stamp_of "$1") # of the lock that is about to be installed, not of a later one
    PIP_USER=0 "$venv/bin/python" -I -m pip install --quiet --quiet --no-input \
        --disable-pip-version-check --require-hashes --only-binary=:all: \
        -r "$root/requirements/$1.txt" ||
        stop "程序组件没有装好（原因见上）。请检查网络或 pip 的设置，然后重新运行。"
    sync # a power cut must not leave a stamp on files that never reached the disk
    say "$stamp" >"$venv/$1.stamp.new"
    mv "$venv/$1.stamp.new" "$venv/$1.stamp"
}
