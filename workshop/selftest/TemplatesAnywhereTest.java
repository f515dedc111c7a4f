package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every template as somebody types it who has JBang and nothing else: the public host is one on the loopback address. */
@DisplayName("templates from anywhere")
@ExtendWith(Shared.Resolver.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it needs a POSIX shell")
class TemplatesAnywhereTest {

    private static final Pattern IN_README = Pattern.compile("jbang init -t ([a-z-]+)@OWNER/REPOSITORY MyService\\.java");

    @Test
    @DisplayName("each makes a script that differs from the template in the name of the class alone, and can be built")
    void each(Shared shared, @TempDir Path home) throws Exception {
        Path root = shared.course().root();
        JsonNode templates = new ObjectMapper().readTree(root.resolve("jbang-catalog.json").toFile()).get("templates");
        Set<String> names = new TreeSet<>();
        templates.fieldNames().forEachRemaining(names::add);
        assertFalse(names.isEmpty());
        try (PublicHost host = new PublicHost(root)) {
            Stranger stranger = new Stranger(home, host);
            Path script = stranger.folder().resolve("MyService.java");
            for (String name : names) {
                Launch.Run made = stranger.type("init", "--force", "-t", name + "@" + host.catalog(), "MyService.java");
                assertEquals(0, made.exit(), made.err());
                String template = Files.readString(root.resolve(templates.get(name).get("file-refs").get("{filename}").asText()));
                // an expression that JBang's engine does not know is taken away in silence
                assertEquals(template.replace("{baseName}", "MyService"), Files.readString(script));
                assertTrue(template.chars().allMatch(letter -> letter < 128), "JBang writes it in the system's encoding");
                Launch.Run built = stranger.type("build", "MyService.java");
                assertEquals(0, built.exit(), built.err());
                assertFalse(templates.get(name).path("description").asText().isBlank(), name);
            }
        }
        Set<String> told = IN_README.matcher(Files.readString(root.resolve("README.md"))).results().map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(!told.isEmpty() && names.containsAll(told), told::toString);
    }
}
