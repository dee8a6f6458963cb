#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes PNGs of the pictures, for notifications. Meson calls it:
# png.sh RSVG-CONVERT SOURCE-DIRECTORY OUTPUT-DIRECTORY DEPFILE

set -eu

rsvg=$1
source=$2
output=$3
depfile=$4

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
