/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The names of config/org.limberd.Limber1.xml: all that a client shares with the daemon. */

#define LIMBER_BUS_NAME    "org.limberd.Limber1"
#define LIMBER_PATH        "/org/limberd/Limber1"
#define LIMBER_INTERFACE   "org.limberd.Limber1"
#define LIMBER_ERROR(name) LIMBER_INTERFACE ".Error." name

/* SnoozesLeft and SkipsLeft: without limit. */
#define LIMBER_UNLIMITED UINT32_MAX

/* Exercise: none runs. */
#define LIMBER_NO_EXERCISE UINT32_MAX
