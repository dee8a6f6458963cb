# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of draw.py: from a pose file to joints, from joints to shapes."""
