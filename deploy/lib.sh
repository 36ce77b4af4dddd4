# Shared by the commands of this folder; sourced, not run.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
WEIR_JAR=$ROOT/sfu-signaling/target/weir.jar
WEIR_BENCH_JAR=$ROOT/sfu-bench/target/weir-bench.jar
# How a server's JVM is started; deploy/weir.service and deploy/container have the same.
# shellcheck disable=SC2034
WEIR_JAVA_OPTIONS=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseZGC
  -XX:+UseCompactObjectHeaders -Xms32m -XX:ZUncommitDelay=15 -XX:TrimNativeHeapInterval=60000)
# What the packages of Debian are asked for at most once per command.
APT_UPDATED=

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# need PACKAGE...: installs the Debian packages that are missing.
need() {
  local package missing=()
  for package in "$@"; do
    if ! dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed; then
      missing+=("$package")
    fi
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || fail "Please install: ${missing[*]}"
  [[ $(id -u) == 0 ]] || fail "Please install as root: apt-get install ${missing[*]}"
  say "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if [[ -z $APT_UPDATED ]]; then
    apt-get update -qq || fail "apt-get update failed."
    APT_UPDATED=yes
  fi
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    fail "apt-get could not install: ${missing[*]}"
}

# want_fast_srtp: installs Intel's ipsec-mb where it is to be had; Weir runs without it, too.
want_fast_srtp() {
  local package=libipsec-mb1
  command -v dpkg-query apt-get >/dev/null && [[ $(id -u) == 0 ]] || return 0
  [[ $(dpkg --print-architecture) == amd64 ]] || return 0
  dpkg-query -W -f='${db:Status-Status}' $package 2>/dev/null | grep -qx installed && return 0
  if ! apt-cache show $package >/dev/null 2>&1; then
    timeout 60 apt-get update -qq >/dev/null 2>&1 || return 0
  fi
  DEBIAN_FRONTEND=noninteractive timeout 120 \
    apt-get install -y -qq --no-install-recommends $package >/dev/null 2>&1 || return 0
  say "Installed $package, for SRTP"
}

# need_without_service PACKAGE...: the same for packages whose service shall not be started.
need_without_service() {
  # invoke-rc.d asks this file; 101 means "not now".
  local policy=/usr/sbin/policy-rc.d ours=
  if [[ $(id -u) == 0 && ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    ours=yes
  fi
  # In a shell of its own, because the file must go even if that fails.
  local status=0
  (need "$@") || status=$?
  [[ -z $ours ]] || rm -f "$policy"
  [[ $status == 0 ]] || exit "$status"
}

# need_command COMMAND PACKAGE...: installs the packages unless the command is there already.
need_command() {
  local command=$1
  shift
  command -v "$command" >/dev/null || need "$@"
}

# jdk_version FOLDER: prints the feature release of the JDK in it, nothing if it holds none.
jdk_version() {
  [[ -x $1/bin/javac ]] || return 0
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

# use_jdk: sets JAVA_HOME to a JDK 25 or newer: JAVA_HOME, the PATH's, those of /usr/lib/jvm.
use_jdk() {
  local candidate on_path=
  if command -v javac >/dev/null; then
    on_path=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  fi
  if [[ $(id -u) == 0 && -z $(find_jdk "$on_path") ]] && command -v apt-get >/dev/null; then
    # A new machine has no package lists yet.
    apt-get update -qq && APT_UPDATED=yes
    if apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
      need openjdk-25-jdk-headless
    fi
  fi
  candidate=$(find_jdk "$on_path")
  [[ -n $candidate ]] ||
    fail "Weir needs a JDK 25 or newer and found none: install one and set JAVA_HOME to its folder."
  export JAVA_HOME=$candidate
  PATH=$JAVA_HOME/bin:$PATH
}

# find_jdk [FOLDER]: prints the first folder that holds a JDK 25 or newer.
find_jdk() {
  local candidate version
  for candidate in "${JAVA_HOME:-}" "${1:-}" /usr/lib/jvm/*; do
    version=$(jdk_version "$candidate")
    if [[ -n $version && $version -ge 25 ]]; then
      printf '%s\n' "$candidate"
      return
    fi
  done
}

# use_maven: makes mvn ready; its libraries' use of Unsafe is not news worth a warning.
use_maven() {
  need_command mvn maven
  export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
}

# build_jar: builds the server's runnable jar when it is missing or older than its sources.
build_jar() {
  build_module sfu-signaling "$WEIR_JAR" sfu-core sfu-signaling
}

# build_bench_jar: the same of the benchmarks and the load tester.
build_bench_jar() {
  build_module sfu-bench "$WEIR_BENCH_JAR" sfu-core sfu-signaling sfu-bench
}

# build_module MODULE JAR SOURCES...: builds a module's jar when it is older than those modules.
build_module() {
  local module=$1 jar=$2 source sources=("$ROOT/pom.xml")
  for source in "${@:3}"; do
    sources+=("$ROOT/$source/pom.xml" "$ROOT/$source/src/main")
  done
  if [[ -f $jar && -z $(find "${sources[@]}" -newer "$jar" -print -quit) ]]; then
    return 0
  fi
  use_maven
  say "Building Weir (a few minutes the first time, when Maven fetches its libraries)"
  mkdir -p "$ROOT/target"
  if ! (cd "$ROOT" && mvn -B -q -pl "$module" -am package \
    -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcheckstyle.skip=true \
    >"$ROOT/target/build.log" 2>&1); then
    grep -E '^\[ERROR\]' "$ROOT/target/build.log" | head -20 >&2
    fail "The build failed; target/build.log tells all."
  fi
  # A jar that the build found up to date would look stale for ever.
  touch "$jar"
}
