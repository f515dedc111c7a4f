package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What renovate.json tells the service that proposes newer versions: it has to find each place where a version stands. */
@DisplayName("updates")
@ExtendWith(Shared.Resolver.class)
class UpdatesTest {

    private static final String DEPS = "//DEPS ";
    private static final Pattern IMAGE = Pattern.compile("apache/kafka:\\d+\\.\\d+\\.\\d+");

    @Test
    @DisplayName("every library that a script needs is found, with its version")
    void libraries(Shared shared) throws IOException {
        Path root = shared.course().root();
        Finder finder = Finder.of(root, "maven");
        List<String> missed = new ArrayList<>();
        int found = 0;
        List<Path> looked = files(root, finder);
        try (Stream<Path> all = Files.walk(root)) {
            assertEquals(List.of(), all.filter(file -> file.toString().endsWith(".qute") && !looked.contains(file)).toList(),
                    "templates of scripts, in which it does not look");
        }
        for (Path file : looked) {
            // a program that does not compile may name what there is not
            for (String line : CourseTest.read(file).lines().filter(line -> line.startsWith(DEPS)).toList()) {
                Matcher match = finder.match().matcher(line);
                if (match.find() && line.strip().equals(DEPS + match.group("depName") + ":" + match.group("currentValue"))) {
                    found++;
                } else {
                    missed.add(root.relativize(file) + ": " + line);
                }
            }
        }
        assertEquals(List.of(), missed);
        assertTrue(found > 0, "there is no line " + DEPS);
    }

    @Test
    @DisplayName("every place is found that names the brokers' image with its version")
    void image(Shared shared) throws IOException {
        Path root = shared.course().root();
        Finder finder = Finder.of(root, "docker");
        for (Path file : files(root, finder)) {
            String text = CourseTest.read(file);
            assertEquals(IMAGE.matcher(text).results().count(), finder.match().matcher(text).results().count(), file::toString);
        }
    }

    private static List<Path> files(Path root, Finder finder) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).filter(file -> finder.files().stream()
                    .anyMatch(pattern -> pattern.matcher("/" + root.relativize(file)).find())).toList();
        }
    }

    /** A manager of renovate.json: in which files it looks, and for what. */
    private record Finder(List<Pattern> files, Pattern match) {

        static Finder of(Path root, String datasource) throws IOException {
            for (JsonNode manager : new ObjectMapper().readTree(root.resolve("renovate.json").toFile()).get("customManagers")) {
                if (manager.get("datasourceTemplate").asText().equals(datasource)) {
                    List<Pattern> files = new ArrayList<>();
                    // a pattern stands between slashes
                    manager.get("managerFilePatterns").forEach(pattern -> files.add(
                            Pattern.compile(pattern.asText().substring(1, pattern.asText().length() - 1))));
                    return new Finder(files, Pattern.compile(manager.get("matchStrings").get(0).asText()));
                }
            }
            throw new AssertionError("renovate.json has no manager for " + datasource);
        }
    }
}
