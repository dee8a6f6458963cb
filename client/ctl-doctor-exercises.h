/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl-doctor.h"

/* What the doctor learns of exercises. Nothing is written down by any of it. */

/* Looks at every picture. 0 or -ENOMEM. */
int doctor_look_at_pictures(const Catalogue *catalogue, DoctorPictures *ret);
void doctor_pictures_done(DoctorPictures *pictures);

/* Has the program choose exercises for three minutes; takes at most 2 s. program as in the
 * result. */
DoctorTrial doctor_try_routine(const char *program);
