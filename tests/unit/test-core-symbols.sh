#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The core knows no clock, no heap, no I/O, no log and no bus: beside its own functions its objects
# reference nothing but copying, comparing and assert(), and what compilers put in by themselves.
# Usage: test-core-symbols.sh LIBRARY

allowed='^(mem(cpy|set|move|cmp)|str(cmp|cpy|len|spn)|__assert_fail|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_|__(mul|div|udiv|mod|umod|divmod|udivmod)ti[34]|__(asan|ubsan|sanitizer|tsan|msan|gcov|llvm|sancov)_.*|_?_?asan_.*)$'

echo 1..2
own=$(nm --defined-only "$1" | awk 'NF == 3 { print $3 }' | sort -u)
foreign=$(nm -u "$1" | awk '$1 == "U" { print $2 }' | sort -u |
	grep -Fxv -e "$own" | grep -Ev "$allowed")

case "$own" in
*core_step*) echo 'ok 1 - the library is the core' ;;
*) echo 'not ok 1 - the library is the core' ;;
esac
if [ -z "$foreign" ]; then
	echo 'ok 2 - the core references nothing foreign'
else
	echo 'not ok 2 - the core references nothing foreign'
	echo "$foreign" | sed 's/^/# /'
fi
