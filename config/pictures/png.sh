#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes PNGs of the pictures, for notifications and terminals, and beside them pictures of
# characters. Meson calls it: png.sh RSVG-CONVERT PYTHON SOURCE-DIRECTORY OUTPUT-DIRECTORY DEPFILE

set -eu

rsvg=$1
python=$2
source=$3
output=$4
depfile=$5

rm -rf "$output"
mkdir -p "$output"
# The directory is one too: it changes when a picture is added.
printf '%s: %s' "$output" "$source" >"$depfile"
for svg in "$source"/*.svg; do
	name=${svg##*/}
	"$rsvg" --width 192 --height 192 --output "$output/${name%.svg}.png" "$svg"
	printf ' \\\n %s' "$svg" >>"$depfile"
done
printf '\n' >>"$depfile"
"$python" "$source/text.py" "$rsvg" "$source" "$output"
