package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each command line of the texts is typed by somebody, or it is said why not. */
@DisplayName("commands of the texts")
@ExtendWith(Shared.Resolver.class)
class CommandTableTest {

    @Test
    @DisplayName("workshop/selftest/commands.txt has each of them, and no other")
    void complete(Shared shared) throws IOException {
        Path root = shared.course().root();
        Set<String> told = new TreeSet<>();
        for (Path text : CommandLines.texts(root)) {
            told.addAll(CommandLines.of(CourseTest.read(text)));
        }
        assertEquals(String.join("\n", told), String.join("\n", new TreeSet<>(CommandTable.read(root).keySet())));
    }

    @Test
    @DisplayName("what is said to be typed in a test, or by CI, stands there")
    void typedElsewhere(Shared shared) throws IOException {
        Path root = shared.course().root();
        assertAll(CommandTable.read(root).values().stream().filter(entry -> !entry.isTypedThere() && !entry.isTypedByNobody())
                .map(entry -> () -> {
                    Path file = entry.method() == null ? root.resolve(entry.kind())
                            : root.resolve("workshop/selftest").resolve(entry.kind());
                    assertTrue(Files.isRegularFile(file), () -> entry.command() + ": there is no " + file);
                    String body = entry.method() == null ? CourseTest.read(file) : body(CourseTest.read(file), entry.method());
                    assertTrue(body.lines().map(String::strip)
                            .anyMatch(line -> line.contains(entry.text()) && !line.startsWith("#") && !line.startsWith("//")),
                            () -> entry.command() + ": " + file.getFileName() + " has no " + entry.text());
                }));
    }

    @Test
    @DisplayName("a line in fences that is no known command, and a command in the middle of a sentence, are found")
    void found() {
        assertThrows(AssertionError.class, () -> CommandLines.of("```\n./jbang list\nmake install\n```\n"));
        assertEquals(Set.of("./jbang list", "./jbang hint 01 2", "A=1 docker compose up"),
                CommandLines.of("Type `./jbang list`, `hint 01 2` or:\n\n```\nA=1 docker compose up\n```\nSee `workshop/Workshop.java`."));
    }

    // a method as this project writes it, from its head to the brace that ends it
    private static String body(String source, String method) {
        StringBuilder body = new StringBuilder();
        for (String line : source.lines().toList()) {
            boolean head = line.startsWith("    ") && line.charAt(4) != ' ' && line.contains(" " + method + "(") && line.endsWith("{");
            if (head || !body.isEmpty()) {
                body.append(line).append("\n");
            }
            if (!body.isEmpty() && line.equals("    }")) {
                return body.toString();
            }
        }
        return body.toString();
    }
}
