#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes org.limberd.Limber1(5) in scdoc's format, from the bus contract and its comments:

    bus-manual.py config/org.limberd.Limber1.xml > org.limberd.Limber1.5.scd

The comment before a method, signal or property explains it. In a comment, "NAME: ..." at the
beginning of a line, or after "; ", explains the argument of that name, and "Errors: ..." ends it.
Elements with no blank line between them share the comment before the first. One without a comment
is an error: the page is the whole contract.
"""

import re
import sys
import textwrap
from xml.dom import minidom

HEAD = '''org.limberd.Limber1(5)

; SPDX-License-Identifier: GPL-3.0-or-later

# NAME

org.limberd.Limber1 - Limber's interface on the session bus

# DESCRIPTION

*limberd*(1) offers it to whoever shows reminders, steers Limber or wants to be
left alone for a while: *limberctl*(1), the desktop notification, bars, panels and
scripts are all clients of it, none with more rights than another.
'''

TAIL = r'''
# EXAMPLES

The next break, and when it falls due:

```
busctl --user get-property org.limberd.Limber1 /org/limberd/Limber1 \\
    org.limberd.Limber1 NextBreak
```

The decisions, as they are taken:

```
busctl --user monitor \\
    --match="type='signal',interface='org.limberd.Limber1',member='Decided'"
```

Reminders kept away as long as a program runs; the hold ends with the connection
that placed it, so it wants one that stays:

```
#!/usr/bin/python3
import subprocess, sys
from gi.repository import Gio, GLib

name = "org.limberd.Limber1"
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
bus.call_sync(name, "/org/limberd/Limber1", name, "Hold",
              GLib.Variant("(ssst)", ("recording", "the screen is recorded", "wait", 0)),
              None, Gio.DBusCallFlags.NONE, -1, None)
sys.exit(subprocess.call(sys.argv[1:]))
```

# SEE ALSO

*limberctl*(1), *limberd*(1), *busctl*(1)
'''

TITLES = (('method', 'METHODS'), ('signal', 'SIGNALS'), ('property', 'PROPERTIES'))

def escape(text):
    return re.sub(r'([\\*_])', r'\\\1', text)


def wrapped(text, depth=0):
    """Lines that scdoc takes for nothing but text."""
    lines = textwrap.wrap(text, 80, break_long_words=False, break_on_hyphens=False)
    return [('\t' * depth) + re.sub(r'^(?=[-#|\[\].;`!])', r'\\', line) for line in lines]


def paragraphs(text):
    return [' '.join(part.split()) for part in re.split(r'\n\s*\n', text.strip())]


def groups(parent):
    """Yields lists of elements, each with the comment that explains all of them."""
    comment, group, blank = '', [], True
    for node in parent.childNodes:
        if node.nodeType == node.TEXT_NODE:
            blank = node.data.count('\n') > 1
        elif node.nodeType == node.COMMENT_NODE:
            comment = node.data
        elif node.nodeType == node.ELEMENT_NODE:
            if group and (blank or comment):
                yield group, explanation
                group = []
            if not group:
                if not comment.strip():
                    raise ValueError(f'{node.getAttribute("name")} has no comment')
                explanation = comment
            group.append(node)
            comment, blank = '', False
    yield group, explanation


def arguments(element, direction):
    """The (type, name) pairs of one direction; a signal's are all out."""
    return [(arg.getAttribute('type'), arg.getAttribute('name'))
            for arg in element.getElementsByTagName('arg')
            if (arg.getAttribute('direction') or 'out') == direction]


def split_comment(comment, names):
    """The text, a list of (argument, text), and the errors."""
    text = '\n'.join(line.strip() for line in comment.strip().splitlines())
    text, *errors = re.split(r'\bErrors: ', text, maxsplit=1)
    known = '|'.join(map(re.escape, names)) or '(?!)'
    pieces = re.split(rf'(?:^|; )({known}): ', text, flags=re.MULTILINE)
    explained = [(name, ' '.join(words.split())) for name, words in zip(pieces[1::2], pieces[2::2])]
    what = ' '.join(pieces[0].split())
    return re.sub(':$', '.', what), explained, ' '.join(''.join(errors).split())


def signature(args):
    return ', '.join(f'{kind} _{escape(name)}_' for kind, name in args)


def title(element):
    name = f'*{escape(element.getAttribute("name"))}*'
    if element.tagName == 'property':
        return f'{name} {element.getAttribute("type")}'
    if element.tagName == 'signal':
        return f'{name}({signature(arguments(element, "out"))})'
    out = signature(arguments(element, 'out'))
    return f'{name}({signature(arguments(element, "in"))})' + (f' -> {out}' if out else '')


def entry(group, comment):
    """The lines on methods, signals or properties that are explained together."""
    names = [arg.getAttribute('name') for element in group
             for arg in element.getElementsByTagName('arg')]
    text, explained, errors = split_comment(comment, names)
    lines = [''] + [title(element) + '++' for element in group[:-1]] + [title(group[-1])]
    lines += wrapped(escape(text), 1)
    for arg, words in explained:
        lines += ['', f'\t_{escape(arg)}_'] + wrapped(escape(words), 2)
    if errors:
        lines += [''] + wrapped('Errors: ' + escape(errors), 1)
    if all(map(is_constant, group)):
        lines += ['', '\tIt never changes.']
    return lines


def is_constant(element):
    return any(node.getAttribute('name').endswith('.EmitsChangedSignal') and
               node.getAttribute('value') == 'const'
               for node in element.getElementsByTagName('annotation'))


def page(document):
    comments = [node.data for node in document.childNodes if node.nodeType == node.COMMENT_NODE]
    interface = document.getElementsByTagName('interface')[0]
    lines = HEAD.splitlines()
    for text in paragraphs(comments[-1]):
        lines += [''] + wrapped(escape(text))
    members = list(groups(interface))
    for tag, heading in TITLES:
        lines += ['', f'# {heading}']
        for group, comment in members:
            if group[0].tagName == tag:
                lines += entry(group, comment)
    return '\n'.join(lines + TAIL.splitlines())


def main(path):
    try:
        print(page(minidom.parse(path)))
    except ValueError as error:
        sys.exit(f'{path}: {error}')


if __name__ == '__main__':
    main(sys.argv[1])
