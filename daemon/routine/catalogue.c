/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts the catalogue together: file after file, each over those before it, then the sets, whose
 * exercises may stand in any of them. What is wrong in a section is told, and leaves the rest of
 * the catalogue alone. Knows neither history nor rules. */

#include "catalogue.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <search.h>
#include <string.h>

#include "catalogue-keys.h"
#include "util/cleanup.h"
#include "util/ini.h"
#include "util/intl.h"
#include "util/nearest.h"
#include "util/paths.h"
#include "util/problems.h"

#define problem(loading, ...)                                                                      \
	problems_add(                                                                              \
	        &(loading)->catalogue->problems, &(loading)->catalogue->n_problems, __VA_ARGS__)

/* All that the files say of an id. */
typedef struct Section {
	char *id; /* first: what the tree is ordered by */
	bool known;
	Draft draft; /* as the files before this one have it, if known */

	/* in the file being read */
	bool touched;
	bool wrong;
	Draft fresh;

	/* the last file's section */
	const char *file;
	unsigned line;
} Section;

typedef struct Loading {
	Catalogue *catalogue;
	void *tree; /* of Section, by id */
	Section **sections;
	size_t n_sections;
	Section **touched;
	size_t n_touched;
	char **files; /* whose paths the sections point to */
	size_t n_files;
	const char *file;
	bool full;
} Loading;

/* --- Sections */

static int compare_sections(const void *a, const void *b)
{
	return strcmp(((const Section *)a)->id, ((const Section *)b)->id);
}

static void section_free(Section *section)
{
	free(section->id);
	draft_clear(&section->draft);
	draft_clear(&section->fresh);
	free(section);
}

/* Room for one more of n pointers. */
static int reserve(Section ***sections, size_t n)
{
	Section **grown;

	/* doubled: there are many */
	if (n != 0 && (n & (n - 1)) != 0)
		return 0;
	grown = reallocarray(*sections, n == 0 ? 1 : 2 * n, sizeof(Section *));
	if (!grown)
		return -ENOMEM;
	*sections = grown;
	return 0;
}

static int add_section(Loading *loading, const char *id, Section **ret)
{
	Section *section;

	if (reserve(&loading->sections, loading->n_sections) < 0)
		return -ENOMEM;
	section = calloc(1, sizeof(*section));
	if (!section)
		return -ENOMEM;
	section->id = strdup(id);
	if (!section->id || !tsearch(section, &loading->tree, compare_sections)) {
		section_free(section);
		return -ENOMEM;
	}
	loading->sections[loading->n_sections++] = section;
	*ret = section;
	return 0;
}

/* The id's section, new or not; NULL if there are too many. */
static int find_section(Loading *loading, const IniEntry *entry, Section **ret)
{
	char *id = (char *)entry->section;
	Section **found = tfind(&(Section){.id = id}, &loading->tree, compare_sections);

	*ret = NULL;
	if (found) {
		*ret = *found;
		return 0;
	}
	if (loading->n_sections < CATALOGUE_EXERCISES_MAX)
		return add_section(loading, id, ret);
	if (!loading->full)
		problem(loading,
		        _("%s:%u: more than %d exercises; those from [%s] on are left out"),
		        loading->file, entry->line, CATALOGUE_EXERCISES_MAX, id);
	loading->full = true;
	return 0;
}

/* The file that is being read has something to say of it. */
static int touch(Loading *loading, Section *section, const IniEntry *entry)
{
	if (section->touched)
		return 0;
	if (reserve(&loading->touched, loading->n_touched) < 0)
		return -ENOMEM;
	if (!section->known)
		draft_init(&section->fresh);
	else if (draft_copy(&section->draft, &section->fresh) < 0)
		return -ENOMEM;
	section->touched = true;
	section->wrong = false;
	section->file = loading->file;
	section->line = entry->section_line;
	loading->touched[loading->n_touched++] = section;
	return 0;
}

/* --- Keys */

static void unknown_key(Loading *loading, const IniEntry *entry)
{
	const char *names[32], *nearest;

	for (size_t i = 0; i < n_catalogue_keys; i++)
		names[i] = catalogue_keys[i].name;
	nearest = nearest_name(entry->key, names, n_catalogue_keys);
	if (nearest)
		problem(loading, _("%s:%u: [%s] %s: no such key; did you mean %s?"), loading->file,
		        entry->line, entry->section, entry->key, nearest);
	else
		problem(loading,
		        _("%s:%u: [%s] %s: no such key; the shipped exercises show all there are"),
		        loading->file, entry->line, entry->section, entry->key);
}

static int read_key(Loading *loading, Section *section, const IniEntry *entry)
{
	char wrong[DRAFT_WRONG_SIZE];
	size_t i = 0;
	int r;

	while (i < n_catalogue_keys && strcmp(catalogue_keys[i].name, entry->key) != 0)
		i++;
	if (i == n_catalogue_keys) {
		unknown_key(loading, entry);
		section->wrong = true;
		return 0;
	}
	if (entry->cut) {
		problem(loading,
		        _("%s:%u: [%s] %s = %s: what follows is a comment, by its ; or #; put a "
		          "text with these into double quotes"),
		        loading->file, entry->line, entry->section, entry->key, entry->value);
		section->wrong = true;
		return 0;
	}
	r = draft_put(&section->fresh, i, entry->value, wrong);
	if (r == -ENOMEM)
		return r;
	if (r < 0) {
		problem(loading, "%s:%u: [%s] %s = %s: %s", loading->file, entry->line,
		        entry->section, entry->key, entry->value, wrong);
		section->wrong = true;
	}
	if (catalogue_keys[i].type == CATALOGUE_SEQUENCE) {
		section->fresh.sequence_file = loading->file;
		section->fresh.sequence_line = entry->line;
	}
	return 0;
}

static int on_entry(void *userdata, const IniEntry *entry)
{
	Loading *loading = userdata;
	Section *section;
	int r;

	if (entry->key && entry->section[0] == '\0') {
		problem(loading, _("%s:%u: %s stands before any [section]"), loading->file,
		        entry->line, entry->key);
		return 0;
	}
	if (!exercise_id_valid(entry->section)) {
		/* of its keys nothing is told but this */
		if (!entry->key)
			problem(loading, _("%s:%u: [%s]: an exercise's id is 1 to %d of a-z 0-9 -"),
			        loading->file, entry->line, entry->section, EXERCISE_ID_SIZE - 1);
		return 0;
	}
	r = find_section(loading, entry, &section);
	if (r < 0 || !section)
		return r;
	r = touch(loading, section, entry);
	return r >= 0 && entry->key ? read_key(loading, section, entry) : r;
}

static void on_problem(void *userdata, unsigned line, const char *text)
{
	Loading *loading = userdata;

	if (line > 0)
		problem(loading, "%s:%u: %s", loading->file, line, text);
	else
		problem(loading, "%s: %s", loading->file, text);
}

/* --- What a file says of an id, as a whole */

/* The known id that is most like this one's. */
static const char *nearest_known(const Loading *loading, const char *id)
{
	CLEANUP(free) const char **names = calloc(loading->n_sections + 1, sizeof(char *));
	size_t n = 0;

	for (size_t i = 0; names && i < loading->n_sections; i++)
		if (loading->sections[i]->known)
			names[n++] = loading->sections[i]->id;
	return names ? nearest_name(id, names, n) : NULL;
}

static void tell_missing(Loading *loading, const Section *section, const char *key)
{
	/* ten thousand comparisons: only if it can be told */
	const char *near = !section->known && loading->catalogue->n_problems < PROBLEMS_MAX
	                           ? nearest_known(loading, section->id)
	                           : NULL;

	if (near)
		problem(loading, _("%s:%u: [%s]: an exercise needs %s; or did you mean [%s]?"),
		        section->file, section->line, section->id, key, near);
	else
		problem(loading, _("%s:%u: [%s]: an exercise needs %s"), section->file,
		        section->line, section->id, key);
}

/* Whether all keys are there that it needs, and none that it does not take. */
static bool check_keys(Loading *loading, const Section *section)
{
	const Draft *draft = &section->fresh;
	unsigned of = draft->sequence ? OF_SET : OF_EXERCISE;
	unsigned need = draft->sequence ? NEED_SET : NEED_EXERCISE;
	bool right = true;

	for (size_t i = 0; i < n_catalogue_keys; i++) {
		const CatalogueKey *key = &catalogue_keys[i];
		bool given = draft->given & UINT32_C(1) << i;

		if (given && !(key->of & of)) {
			problem(loading,
			        draft->sequence
			                ? _("%s:%u: [%s] %s: not for a set (sequence makes it one)")
			                : _("%s:%u: [%s] %s: only for a set, which has a sequence"),
			        section->file, section->line, section->id, key->name);
			right = false;
		} else if (!given && NEEDS(key, need)) {
			tell_missing(loading, section, key->name);
			return false;
		}
	}
	return right;
}

static bool check_steps(Loading *loading, const Section *section)
{
	char *const *steps = section->fresh.exercise.steps;

	for (size_t i = 1; i < EXERCISE_STEPS_MAX; i++)
		if (steps[i] && !steps[i - 1]) {
			problem(loading, _("%s:%u: [%s] step-%zu: there is no step-%zu"),
			        section->file, section->line, section->id, i + 1, i);
			return false;
		}
	return true;
}

/* The words of the side that is due: only in an exercise for each side, and spelled right. */
static bool check_sides(Loading *loading, const Section *section)
{
	const Exercise *exercise = &section->fresh.exercise;

	for (size_t i = 0; i < EXERCISE_STEPS_MAX; i++)
		for (const char *p = exercise->steps[i]; p && (p = strchr(p, '{')); p++) {
			size_t length = exercise_side_word(p, SIDE_LEFT, NULL);

			if (length > 0 && exercise->each_side)
				continue;
			problem(loading,
			        length > 0
			                ? _("%s:%u: [%s] step-%zu: %.*s is for sides = each")
			                : _("%s:%u: [%s] step-%zu: %.*s: no such word; there are "
			                    "{side}, {other}, {Side} and {Other}"),
			        section->file, section->line, section->id, i + 1,
			        (int)(strcspn(p, "} ") + (p[strcspn(p, "} ")] == '}')), p);
			return false;
		}
	return true;
}

static bool check_section(Loading *loading, const Section *section)
{
	if (section->wrong)
		return false;
	if (section->known && !section->draft.sequence && section->fresh.sequence) {
		problem(loading, _("%s:%u: [%s]: an exercise has this id; a set needs another"),
		        section->file, section->line, section->id);
		return false;
	}
	return check_keys(loading, section) && check_steps(loading, section) &&
	       check_sides(loading, section);
}

/* What the file says takes effect, or none of it does. */
static void settle_sections(Loading *loading)
{
	for (size_t i = 0; i < loading->n_touched; i++) {
		Section *section = loading->touched[i];

		if (check_section(loading, section)) {
			draft_clear(&section->draft);
			section->draft = section->fresh;
			section->fresh = (Draft){0};
			section->known = true;
		} else {
			draft_clear(&section->fresh);
		}
		section->touched = false;
	}
	loading->n_touched = 0;
}

/* --- Files */

/* Takes the path. */
static int read_file(Loading *loading, char *path)
{
	const IniSink sink = {.entry = on_entry, .problem = on_problem, .userdata = loading};
	char **grown = reallocarray(loading->files, loading->n_files + 1, sizeof(char *));
	int r;

	if (!grown) {
		free(path);
		return -ENOMEM;
	}
	loading->files = grown;
	grown[loading->n_files++] = path;
	loading->file = path;
	r = ini_read(path, CATALOGUE_FILE_SIZE_MAX, &sink);
	settle_sections(loading);
	return r;
}

static int is_ini(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return entry->d_name[0] != '.' && length > 4 &&
	       strcmp(entry->d_name + length - 4, ".ini") == 0;
}

/* In the bytes' order, whatever the locale. */
static int compare_entries(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int read_directory(Loading *loading, const char *directory)
{
	struct dirent **entries = NULL;
	int n = scandir(directory, &entries, is_ini, compare_entries);
	int r = 0;

	if (n < 0) {
		if (errno == ENOMEM)
			return -ENOMEM;
		if (errno != ENOENT)
			problem(loading, "%s: %s", directory, strerror(errno));
		return 0;
	}
	for (int i = 0; i < n; i++) {
		char *path = NULL;

		if (r >= 0 && asprintf(&path, "%s/%s", directory, entries[i]->d_name) < 0)
			r = -ENOMEM;
		else if (r >= 0)
			r = read_file(loading, path);
		free(entries[i]);
	}
	free(entries);
	return r;
}

/* --- The catalogue */

static int own(char **text, const char *initial)
{
	if (!*text)
		*text = strdup(initial);
	return *text ? 0 : -ENOMEM;
}

/* The exercise is the catalogue's from here on. */
static int add_exercise(Catalogue *catalogue, Section *section)
{
	Exercise *exercise = &catalogue->exercises[catalogue->n_exercises++];

	*exercise = section->draft.exercise;
	section->draft.exercise = (Exercise){0};
	exercise->id = strdup(section->id);
	while (exercise->n_steps > 0 && !exercise->steps[exercise->n_steps - 1])
		exercise->n_steps--;
	if (!exercise->id || own(&exercise->form, "") < 0 || own(&exercise->caution, "") < 0)
		return -ENOMEM;
	return own(&exercise->picture, exercise->id);
}

static int compare_ids(const void *a, const void *b)
{
	const Exercise *const *left = a, *const *right = b;

	return strcmp((*left)->id, (*right)->id);
}

static int collect_exercises(Loading *loading)
{
	Catalogue *catalogue = loading->catalogue;
	int r = 0;

	catalogue->exercises = calloc(loading->n_sections + 1, sizeof(Exercise));
	catalogue->by_id = calloc(loading->n_sections + 1, sizeof(Exercise *));
	if (!catalogue->exercises || !catalogue->by_id)
		return -ENOMEM;
	for (size_t i = 0; i < loading->n_sections && r >= 0; i++) {
		Section *section = loading->sections[i];

		if (section->known && !section->draft.sequence && section->draft.exercise.enabled)
			r = add_exercise(catalogue, section);
	}
	for (size_t i = 0; i < catalogue->n_exercises && r >= 0; i++)
		catalogue->by_id[i] = &catalogue->exercises[i];
	if (r >= 0)
		qsort(catalogue->by_id, catalogue->n_exercises, sizeof(Exercise *), compare_ids);
	return r;
}

static bool has_exercise(const ExerciseSet *set, const Exercise *exercise)
{
	for (size_t i = 0; i < set->n_exercises; i++)
		if (set->exercises[i] == exercise)
			return true;
	return false;
}

static void tell_sequence(
        Loading *loading, const Section *section, const char *id, const char *what)
{
	problem(loading, "%s:%u: [%s] sequence: %s%s%s", section->draft.sequence_file,
	        section->draft.sequence_line, section->id, id, *id ? ": " : "", what);
}

static void tell_unknown(Loading *loading, const Section *section, const char *id)
{
	Section **found = tfind(&(Section){.id = (char *)id}, &loading->tree, compare_sections);
	const char *near;
	char what[EXERCISE_ID_SIZE + 80];

	/* one that is switched off is missed by nobody */
	if (found && (*found)->known && !(*found)->draft.sequence)
		return;
	near = catalogue_nearest(loading->catalogue, id);
	if (near)
		snprintf(what, sizeof(what), _("no such exercise; did you mean %s?"), near);
	else
		snprintf(what, sizeof(what), _("no such exercise"));
	tell_sequence(loading, section, id, what);
}

/* One id of a sequence: what is wrong with it is told, and it is passed over. */
static void add_to_set(Loading *loading, const Section *section, ExerciseSet *set, const char *id)
{
	const Exercise *exercise = catalogue_find(loading->catalogue, id);

	if (!*id)
		tell_sequence(loading, section, "", _("an id is missing between commas"));
	else if (!exercise)
		tell_unknown(loading, section, id);
	else if (has_exercise(set, exercise))
		tell_sequence(loading, section, id, _("given twice"));
	else if (set->n_exercises == SET_EXERCISES_MAX)
		tell_sequence(loading, section, id, _("too many; it and what follows is left out"));
	else
		set->exercises[set->n_exercises++] = exercise;
}

static char *stripped(char *word)
{
	size_t length;

	word += strspn(word, " \t");
	length = strlen(word);
	while (length > 0 && strchr(" \t", word[length - 1]))
		word[--length] = '\0';
	/* as sections' names are */
	for (char *p = word; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return word;
}

/* A set none of whose exercises is there is none. */
static int add_set(Loading *loading, Section *section)
{
	Catalogue *catalogue = loading->catalogue;
	ExerciseSet *set = &catalogue->sets[catalogue->n_sets];
	char *rest = section->draft.sequence;

	for (char *word; (word = strsep(&rest, ","));)
		add_to_set(loading, section, set, stripped(word));
	if (set->n_exercises == 0) {
		tell_sequence(loading, section, "", _("none of its exercises is there"));
		return 0;
	}
	catalogue->n_sets++;
	set->id = strdup(section->id);
	set->title = TAKE(section->draft.exercise.title);
	set->times_a_day = section->draft.times_a_day;
	return set->id ? own(&set->title, set->id) : -ENOMEM;
}

static int collect_sets(Loading *loading)
{
	Catalogue *catalogue = loading->catalogue;
	int r = 0;

	catalogue->sets = calloc(CATALOGUE_SETS_MAX, sizeof(ExerciseSet));
	if (!catalogue->sets)
		return -ENOMEM;
	for (size_t i = 0; i < loading->n_sections && r >= 0; i++) {
		Section *section = loading->sections[i];

		if (!section->known || !section->draft.sequence || !section->draft.exercise.enabled)
			continue;
		if (catalogue->n_sets < CATALOGUE_SETS_MAX)
			r = add_set(loading, section);
		else
			problem(loading, _("%s:%u: [%s]: more than %d sets; it is left out"),
			        section->file, section->line, section->id, CATALOGUE_SETS_MAX);
	}
	return r;
}

static void keep(void *section)
{
}

static void loading_done(Loading *loading)
{
	tdestroy(loading->tree, keep);
	for (size_t i = 0; i < loading->n_sections; i++)
		section_free(loading->sections[i]);
	free(loading->sections);
	free(loading->touched);
	paths_free(loading->files, loading->n_files);
}

int catalogue_read(const char *const *directories, size_t n_directories, Catalogue **ret)
{
	Loading loading = {.catalogue = calloc(1, sizeof(Catalogue))};
	int r = loading.catalogue ? 0 : -ENOMEM;

	for (size_t i = 0; i < n_directories && r >= 0; i++)
		r = read_directory(&loading, directories[i]);
	if (r >= 0)
		r = collect_exercises(&loading);
	if (r >= 0)
		r = collect_sets(&loading);
	loading_done(&loading);
	if (r < 0) {
		catalogue_free(loading.catalogue);
		return r;
	}
	*ret = loading.catalogue;
	return 0;
}

int catalogue_read_default(Catalogue **ret)
{
	char **directories = NULL;
	size_t n = 0;
	int r;

	r = paths_exercise_directories(&directories, &n);
	if (r < 0)
		return r;
	r = catalogue_read((const char *const *)directories, n, ret);
	paths_free(directories, n);
	return r;
}

Catalogue *catalogue_free(Catalogue *catalogue)
{
	if (!catalogue)
		return NULL;
	for (size_t i = 0; i < catalogue->n_exercises; i++)
		exercise_clear(&catalogue->exercises[i]);
	for (size_t i = 0; i < catalogue->n_sets; i++) {
		free(catalogue->sets[i].id);
		free(catalogue->sets[i].title);
	}
	for (size_t i = 0; i < catalogue->n_problems; i++)
		free(catalogue->problems[i]);
	free(catalogue->exercises);
	free(catalogue->by_id);
	free(catalogue->sets);
	free(catalogue->problems);
	free(catalogue);
	return NULL;
}

static int compare_with_id(const void *id, const void *entry)
{
	const Exercise *const *exercise = entry;

	return strcmp(id, (*exercise)->id);
}

const Exercise *catalogue_find(const Catalogue *catalogue, const char *id)
{
	const Exercise **found = catalogue->n_exercises == 0
	                                 ? NULL
	                                 : bsearch(id, catalogue->by_id, catalogue->n_exercises,
	                                           sizeof(Exercise *), compare_with_id);

	return found ? *found : NULL;
}

const char *catalogue_nearest(const Catalogue *catalogue, const char *id)
{
	CLEANUP(free) const char **names = calloc(catalogue->n_exercises + 1, sizeof(char *));

	for (size_t i = 0; names && i < catalogue->n_exercises; i++)
		names[i] = catalogue->exercises[i].id;
	return names ? nearest_name(id, names, catalogue->n_exercises) : NULL;
}

/* --- Pictures */

static bool is_png(const char *path)
{
	static const unsigned char signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
	CLEANUP(close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	unsigned char begin[sizeof(signature)];

	return fd >= 0 && read(fd, begin, sizeof(begin)) == (ssize_t)sizeof(begin) &&
	       memcmp(begin, signature, sizeof(begin)) == 0;
}

char *exercise_picture(const Exercise *exercise, const char *which)
{
	char **directories = NULL;
	char *picture = NULL;
	size_t n = 0;

	if (paths_picture_directories(&directories, &n) < 0)
		return NULL;
	for (size_t i = n; i > 0 && !picture; i--) {
		if (asprintf(&picture, "%s/%s-%s.png", directories[i - 1], exercise->picture,
		            which) < 0)
			picture = NULL;
		if (picture && !is_png(picture)) {
			free(picture);
			picture = NULL;
		}
	}
	paths_free(directories, n);
	return picture;
}
