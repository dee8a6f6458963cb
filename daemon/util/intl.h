/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) text
