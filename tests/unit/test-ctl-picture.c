/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures for a terminal: outlines, and how pictures come to stand beside one another. The module
 * with colours is not there for this program. */

#include "test.h"

#include <errno.h>
#include <locale.h>

#include "client/ctl-picture.h"
#include "util/cleanup.h"

static const CtlStyle style = {.colour = true, .utf8 = true, .width = 80};
static const PictureBox box = {.columns = 24, .rows = 12};

typedef struct Place {
	char *directory;
	char *png;
	char *txt;
} Place;

static int set_up(void **state)
{
	static Place place;

	place.directory = make_directory();
	if (asprintf(&place.png, "%s/bird.png", place.directory) < 0 ||
	        asprintf(&place.txt, "%s/bird.txt", place.directory) < 0)
		return -1;
	*state = &place;
	return 0;
}

static int tear_down(void **state)
{
	Place *place = *state;

	unlink(place->txt);
	rmdir(place->directory);
	free(place->png);
	free(place->txt);
	free(place->directory);
	return 0;
}

static void outlines(void **state)
{
	const Place *place = *state;
	Picture picture;

	assert_int_equal(picture_draw(place->png, &style, &box, &picture), -ENOENT);
	write_bytes(place->txt, " ⣾⣷\n\n⠈\033⠁\n", strlen(" ⣾⣷\n\n⠈\033⠁\n"));
	assert_int_equal(picture_draw(place->png, &style, &box, &picture), 0);
	assert_string_equal(picture.text, " ⣾⣷                     \n"
	                                  "                        \n"
	                                  "⠈\\x1b⠁                  ");
	assert_false(picture.pixels);
	assert_int_equal(picture.columns, 24);
	assert_int_equal(picture.rows, 12);
	assert_ptr_equal(picture_line(&picture, 1), strchr(picture.text, '\n') + 1);
	assert_null(picture_line(&picture, 3));
	picture_done(&picture);
}

static void no_outlines(void **state)
{
	const Place *place = *state;
	const CtlStyle ascii = {.colour = true};
	const PictureBox low = {.columns = 24, .rows = 11}, narrow = {.columns = 23, .rows = 12};
	char large[8192];
	Picture picture;

	write_bytes(place->txt, "x\n", 2);
	assert_int_equal(picture_draw(place->png, &ascii, &box, &picture), -EOPNOTSUPP);
	assert_int_equal(picture_draw(place->png, &style, &low, &picture), -ENOSPC);
	assert_int_equal(picture_draw(place->png, &style, &narrow, &picture), -ENOSPC);
	assert_int_equal(picture_draw("", &style, &box, &picture), -ENOENT);
	assert_int_equal(picture_draw("x", &style, &box, &picture), -ENOSPC);
	/* what does not fit is no outline of ours */
	write_bytes(place->txt, "1234567890123456789012345\n", 26);
	assert_int_equal(picture_draw(place->png, &style, &box, &picture), -EBADMSG);
	write_bytes(place->txt, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n", 30);
	assert_int_equal(picture_draw(place->png, &style, &box, &picture), -EBADMSG);
	write_bytes(place->txt, "a\0b\n", 4);
	assert_int_equal(picture_draw(place->png, &style, &box, &picture), -EBADMSG);
	write_bytes(place->txt, "", 0);
	assert_int_equal(picture_draw(place->png, &style, &box, &picture), -EBADMSG);
	memset(large, '\n', sizeof(large));
	write_bytes(place->txt, large, sizeof(large));
	assert_int_equal(picture_draw(place->png, &style, &box, &picture), -EBADMSG);
}

static void assert_row(const Picture *pictures, size_t n, const char *expected)
{
	CLEANUP(free) char *printed = NULL;
	size_t size;
	FILE *out = open_memstream(&printed, &size);

	picture_print_row(out, pictures, n, 2);
	fclose(out);
	assert_string_equal(printed, expected);
}

static void beside_one_another(void **state)
{
	Picture pictures[] = {{.text = (char *)"ab\ncd", .columns = 2, .rows = 2}, {0},
	        {.text = (char *)"123\n456\n789", .columns = 3, .rows = 3}};

	assert_row(pictures, 0, "");
	assert_row(pictures + 1, 1, "");
	assert_row(pictures, 1, "ab\ncd\n");
	assert_row(pictures, 3, "ab  123\ncd  456\n    789\n");
	assert_row(pictures + 1, 2, "123\n456\n789\n");
	pictures[2].pixels = true;
	assert_row(pictures, 3,
	        "\n\n\n\0337\033[3A\rab\ncd\0338\0337\033[3A\r\033[4C123\n456\n789\0338");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	        TEST(outlines),
	        TEST(no_outlines),
	        cmocka_unit_test(beside_one_another),
	};

	if (!setlocale(LC_ALL, "C.UTF-8"))
		return EXIT_FAILURE;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
