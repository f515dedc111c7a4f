package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import workshop.check.Fact;
import workshop.verdict.Lesson;

/** The course is whole: what a contributor has forgotten is named here. */
@DisplayName("course")
@ExtendWith(Shared.Resolver.class)
class CourseTest {

    private static final Pattern NAMES_VERSIONS = Pattern.compile(".*\\.(java|qute|md|yml)");
    private static final Pattern KAFKA = Pattern.compile(
            "(?:apache/kafka|three-brokers/kafka|kafka_2\\.13|kafka-clients|kafka-tools):([1-9]\\d*\\.\\d+\\.\\d+)");
    private static final String ALL = "*.java";
    private static final List<String> SCRIPTS = List.of("Workshop.java", "bench/BenchCommand.java", "mutate/MutateCommand.java",
            "selftest/TestCommand.java", "launcher/Anywhere.java", "launcher/Upgrade.java", "launcher/TestAnywhere.java",
            "launcher/BenchAnywhere.java", "launcher/MutateAnywhere.java");
    private static final Pattern GIVEN = Pattern.compile("\\.(?:topic|topicLedByOne|group)\\(\"([^\"]*)\"");
    private static final Pattern DEFAULT = Pattern.compile("(?:getOrDefault|env)\\(\"[A-Z_]+\",\\s*\"([^\"]*)\"");
    private static final int MIN_WRONG = 6;
    private static final int MIN_RIGHT = 3;

    @Test
    @DisplayName("no lesson lacks a part")
    void parts(Shared shared) {
        each(shared, lesson -> {
            for (Path part : List.of(lesson.readme(), lesson.script(), lesson.hintFile(), lesson.solution(), lesson.check())) {
                assertTrue(Files.isRegularFile(part), () -> "there is no " + relative(lesson, part));
            }
            assertEquals(Lesson.DEGREES, hints(lesson).size(), () -> relative(lesson, lesson.hintFile())
                    + ": a nudge, the idea, what to look up, with an empty line between them");
            List<CorpusProgram> corpus = CorpusProgram.of(lesson);
            long right = corpus.stream().filter(program -> program.kind() == CorpusProgram.Kind.RIGHT).count();
            assertTrue(corpus.size() - right >= MIN_WRONG, () -> lesson.folder() + " has fewer than " + MIN_WRONG
                    + " programs in " + relative(lesson, lesson.corpus()) + "/wrong");
            assertTrue(right >= MIN_RIGHT, () -> lesson.folder() + " has fewer than " + MIN_RIGHT + " programs in "
                    + relative(lesson, lesson.corpus()) + "/right");
        });
    }

    @Test
    @DisplayName("the lessons are numbered from 01 without a gap")
    void numbers(Shared shared) {
        List<Lesson> lessons = shared.course().lessons();
        assertEquals(IntStream.rangeClosed(1, lessons.size()).mapToObj(n -> String.format("%02d", n)).toList(),
                lessons.stream().map(Lesson::number).toList());
    }

    @Test
    @DisplayName("what reset gives back is the script as it is in the course")
    void stubs(Shared shared) {
        each(shared, lesson -> assertEquals(read(lesson.stub()), read(lesson.script()), () -> "copy "
                + relative(lesson, lesson.script()) + " to " + relative(lesson, lesson.stub())
                + ", unless you are working on the lesson as a learner: then all is well"));
        assertEquals(names(shared, Lesson::folder), list(shared.course().root().resolve("workshop/stubs")));
    }

    @Test
    @DisplayName("every script to edit has a TODO, no solution has one")
    void todos(Shared shared) {
        each(shared, lesson -> {
            assertTrue(read(lesson.script()).contains("// TODO "), () -> relative(lesson, lesson.script()) + " has no TODO");
            assertFalse(read(lesson.solution()).contains("TODO"), () -> relative(lesson, lesson.solution()) + " has a TODO");
        });
    }

    @Test
    @DisplayName("scripts have 40 to 100 lines, and their solutions need the same libraries")
    void scripts(Shared shared) {
        each(shared, lesson -> {
            long lines = read(lesson.script()).lines().count();
            assertTrue(lines >= 40 && lines <= 100, () -> relative(lesson, lesson.script()) + " has " + lines + " lines");
            assertEquals(directives(lesson.script(), "//DEPS"), directives(lesson.solution(), "//DEPS"),
                    () -> "the //DEPS of " + lesson.folder());
        });
    }

    @Test
    @DisplayName("every check establishes facts, counted from 1 without a gap")
    void facts(Shared shared) {
        each(shared, lesson -> {
            List<Integer> orders;
            try {
                orders = Arrays.stream(Class.forName(lesson.checkClass()).getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Fact.class))
                        .map(method -> method.getAnnotation(Fact.class).order()).sorted().toList();
            } catch (ClassNotFoundException e) {
                throw new AssertionError("lessons/Lessons.java has no line //SOURCES for " + relative(lesson, lesson.check()));
            }
            assertEquals(IntStream.rangeClosed(1, orders.size()).boxed().toList(), orders, lesson.checkClass());
            assertFalse(orders.isEmpty(), lesson.checkClass());
        });
    }

    @Test
    @DisplayName("a check calls topics and groups as the lesson does, whatever they are for: no name tells a program which run it is in")
    void givenNames(Shared shared) {
        each(shared, lesson -> {
            Set<String> usual = DEFAULT.matcher(read(lesson.stub())).results().map(match -> match.group(1))
                    .collect(Collectors.toSet());
            // lesson 08's group has committed on a topic that the program is not told of
            usual.add("invoices");
            Path own = lesson.checkParts();
            Set<String> parts = Files.isDirectory(own) ? list(own) : Set.of();
            Stream.concat(Stream.of(lesson.check()), parts.stream().map(own::resolve))
                    .forEach(file -> GIVEN.matcher(read(file)).results().map(match -> match.group(1).strip())
                            .forEach(name -> assertTrue(usual.contains(name), () -> relative(lesson, file) + " gives a program the "
                                    + "name " + name + "; the lesson's names are " + usual)));
        });
    }

    @Test
    @DisplayName("the catalog has an alias for each command and each lesson, and each leads to a file")
    void catalog(Shared shared) throws IOException {
        Path root = shared.course().root();
        JsonNode aliases = new ObjectMapper().readTree(root.resolve("jbang-catalog.json").toFile()).get("aliases");
        // JBang takes a script for an alias first: so a clone runs the tool itself, and not what fetches it
        Path local = root.resolve(".jbang");
        JsonNode inClone = new ObjectMapper().readTree(local.resolve("jbang-catalog.json").toFile()).get("aliases");
        Set<String> names = new TreeSet<>();
        aliases.fieldNames().forEachRemaining(names::add);
        Set<String> expected = TestCommand.commands();
        shared.course().lessons().forEach(lesson -> expected.add(lesson.folder().substring(3)));
        assertEquals(expected, names);
        assertAll(names.stream().map(name -> () -> {
            String ref = aliases.get(name).get("script-ref").asText();
            assertTrue(Files.isRegularFile(root.resolve(ref)), () -> name + " leads to " + ref);
            Path inItsPlace = local.resolve(inClone.path(ref).path("script-ref").asText("none"));
            assertTrue(!ref.endsWith("Anywhere.java") || Files.isRegularFile(inItsPlace),
                    () -> ".jbang/jbang-catalog.json leads " + ref + " to no file");
            assertFalse(aliases.get(name).path("description").asText().isBlank(), () -> name + " has no description");
            // the tool's own script says so in a line
            String options = aliases.get(name).path("compile-options").toString();
            assertTrue(ref.startsWith("workshop/") || options.equals("[\"-encoding\",\"UTF-8\"]"), () -> name + " has no \"compile-options\": [\"-encoding\", \"UTF-8\"]");
        }));
    }

    @Test
    @DisplayName("the scripts of the tool name every source of it, and no other")
    void sources(Shared shared) throws IOException {
        Path tool = shared.course().root().resolve("workshop");
        Set<String> named = SCRIPTS.stream().flatMap(script -> sources(tool, script)).collect(Collectors.toCollection(TreeSet::new));
        Set<String> others = new TreeSet<>(Set.of("Workshop.java", "launcher/Upgrade.java", "launcher/TestAnywhere.java",
                "launcher/BenchAnywhere.java", "launcher/MutateAnywhere.java"));
        // what other JVMs run goes along as a resource
        directives(tool.resolve("Workshop.java"), "//FILES").stream().map(line -> line.substring(line.indexOf('=') + 1))
                .filter(file -> !named.contains(file)).forEach(others::add);
        try (Stream<Path> files = Files.walk(tool)) {
            Set<String> present = files.filter(file -> file.toString().endsWith(".java") && !file.startsWith(tool.resolve("stubs")))
                    .map(file -> tool.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !others.contains(file)).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(present, named);
        }
    }

    @Test
    @DisplayName("one version of Kafka, wherever it is named")
    void oneVersion(Shared shared) throws IOException {
        Set<String> versions = new TreeSet<>();
        Path root = shared.course().root();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile).filter(file -> NAMES_VERSIONS.matcher(file.toString()).matches())
                    .forEach(file -> KAFKA.matcher(read(file)).results().forEach(match -> versions.add(match.group(1))));
        }
        assertEquals(1, versions.size(), versions.toString());
    }

    @Test
    @DisplayName("checks, lessons and solutions hold nothing unexpected")
    void nothingElse(Shared shared) {
        Path root = shared.course().root();
        Set<String> folders = names(shared, Lesson::folder);
        Set<String> checks = names(shared, lesson -> lesson.name() + "Check.java");
        checks.addAll(Set.of("corpus", "tastes.md"));
        Set<String> present = list(root.resolve("checks"));
        // what a check needs of its own lies in a package beside it
        present.removeAll(names(shared, lesson -> lesson.checkParts().getFileName().toString()));
        assertEquals(checks, present);
        assertEquals(folders, list(root.resolve("checks/corpus")));
        assertEquals(folders, list(root.resolve("solutions")));
        Set<String> lessons = new TreeSet<>(folders);
        lessons.addAll(Set.of("Lessons.java", "topics.txt"));
        assertEquals(lessons, list(root.resolve("lessons")));
    }

    // what a script names, relative to the folder of the tool; not what lies outside of it
    private static Stream<String> sources(Path tool, String script) {
        Path folder = tool.resolve(script).getParent();
        return directives(tool.resolve(script), "//SOURCES").stream().flatMap(line -> Stream.of(line.split("\\s+")))
                .flatMap(source -> source.endsWith(ALL)
                        ? javaFiles(folder.resolve(source.substring(0, source.length() - ALL.length()))) : Stream.of(folder.resolve(source)))
                .map(Path::normalize).filter(file -> file.startsWith(tool) && !file.equals(tool.resolve("Workshop.java")))
                .map(file -> tool.relativize(file).toString().replace('\\', '/'));
    }

    private static Stream<Path> javaFiles(Path folder) {
        return list(folder.normalize()).stream().filter(name -> name.endsWith(".java")).map(folder::resolve);
    }

    private static List<String> hints(Lesson lesson) {
        try {
            return lesson.hints();
        } catch (IOException e) {
            throw new AssertionError("cannot read " + relative(lesson, lesson.hintFile()), e);
        }
    }

    private static Set<String> names(Shared shared, java.util.function.Function<Lesson, String> name) {
        return shared.course().lessons().stream().map(name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new AssertionError("cannot list " + folder, e);
        }
    }

    private static void each(Shared shared, Consumer<Lesson> test) {
        assertAll(shared.course().lessons().stream().map(lesson -> () -> test.accept(lesson)));
    }

    static List<String> directives(Path file, String name) {
        return read(file).lines().filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip()).toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    static String relative(Lesson lesson, Path path) {
        return lesson.root().relativize(path).toString();
    }
}
