package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The texts speak of what exists. */
@DisplayName("texts")
@ExtendWith(Shared.Resolver.class)
class TextsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern COMMAND = Pattern.compile("\\./jbang ([a-z][a-z-]*)(?![\\w/-])");
    private static final Pattern FILE = Pattern.compile("`((?:lessons|solutions|checks|workshop|docs)/[\\w./-]+)`");

    @Test
    @DisplayName("every link leads to a file")
    void links(Shared shared) throws IOException {
        List<Path> texts = texts(shared.course().root());
        assertAll(texts.stream().flatMap(text -> LINK.matcher(CourseTest.read(text)).results()
                .map(match -> match.group(1)).filter(link -> !link.contains("://"))
                .map(link -> () -> assertTrue(Files.exists(text.resolveSibling(link)), () -> text + " links to " + link))));
    }

    @Test
    @DisplayName("every command exists")
    void commands(Shared shared) throws IOException {
        Set<String> known = TestCommand.commands();
        shared.course().lessons().forEach(lesson -> known.add(lesson.folder().substring(3)));
        // commands of JBang's own
        known.addAll(Set.of("edit", "init"));
        List<Path> texts = texts(shared.course().root());
        assertAll(texts.stream().flatMap(text -> COMMAND.matcher(CourseTest.read(text)).results()
                .map(match -> match.group(1))
                .map(command -> () -> assertTrue(known.contains(command), () -> text + " speaks of ./jbang " + command))));
    }

    @Test
    @DisplayName("every file that is named exists")
    void files(Shared shared) throws IOException {
        Path root = shared.course().root();
        assertAll(texts(root).stream().flatMap(text -> FILE.matcher(CourseTest.read(text)).results()
                .map(match -> match.group(1)).filter(file -> !file.contains("Name") && !file.contains("NN-name"))
                .map(file -> () -> assertTrue(Files.exists(root.resolve(file)), () -> text + " names " + file))));
    }

    private static List<Path> texts(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> texts = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
            assertTrue(texts.contains(root.resolve("README.md")), "there is no README.md");
            return texts;
        }
    }
}
