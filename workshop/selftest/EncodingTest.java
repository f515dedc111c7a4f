package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.process.Java;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;

/** Nothing depends on the system's own encoding. */
@DisplayName("encoding")
@ExtendWith(Shared.Resolver.class)
class EncodingTest {

    /** What takes the system's own encoding where no charset is among the arguments. */
    private static final Pattern CALL = Pattern.compile("\\.(?:getBytes|inputReader|errorReader|outputWriter|getStandardFileManager)\\("
            + "|\\bnew (?:String|InputStreamReader|OutputStreamWriter|PrintStream|PrintWriter|FileReader|FileWriter|Scanner)\\(");
    private static final Pattern CHARSET = Pattern.compile("UTF_8|UTF-8|US_ASCII|ISO_8859_1|\\b[cC]harset\\b|nullOutputStream");
    private static final Pattern BYTES = Pattern.compile("\\bByteArrayOutputStream (\\w+)");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("all reading and writing names its charset")
    void charsets(Shared shared) throws IOException {
        Path root = shared.course().root();
        List<String> without = new ArrayList<>();
        for (String part : List.of("checks", "lessons", "solutions", "workshop")) {
            try (Stream<Path> files = Files.walk(root.resolve(part))) {
                for (Path file : files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.startsWith(root.resolve("checks/corpus"))).sorted().toList()) {
                    String text = CourseTest.read(file);
                    withoutCharset(text).forEach(at -> without.add(root.relativize(file) + ":"
                            + text.substring(0, at.start()).lines().count() + " " + at.group()));
                }
            }
        }
        assertEquals(List.of(), without);
    }

    @Test
    @DisplayName("every script of the tool has its sources read in UTF-8, whoever compiles it")
    void scripts(Shared shared) throws IOException {
        Path tool = shared.course().root().resolve("workshop");
        try (Stream<Path> files = Files.walk(tool)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".java") && !file.startsWith(tool.resolve("stubs")))
                    .filter(file -> CourseTest.read(file).lines().anyMatch(line -> line.startsWith("//JAVA "))).toList();
            assertEquals(List.of(), scripts.stream().filter(script -> CourseTest.directives(script, "//COMPILE_OPTIONS").stream()
                    .noneMatch(options -> options.contains("-encoding UTF-8"))).toList());
        }
    }

    private static List<MatchResult> withoutCharset(String text) {
        List<MatchResult> found = new ArrayList<>(CALL.matcher(text).results()
                .filter(call -> !CHARSET.matcher(arguments(text, call.end())).find()).toList());
        BYTES.matcher(text).results().forEach(bytes -> Pattern.compile("\\b" + bytes.group(1) + "\\.toString\\(\\)").matcher(text)
                .results().forEach(found::add));
        return found;
    }

    private static String arguments(String text, int start) {
        int open = 1;
        int end = start;
        while (open > 0 && end < text.length()) {
            char letter = text.charAt(end++);
            open += letter == '(' ? 1 : letter == ')' ? -1 : 0;
        }
        return text.substring(start, end);
    }

    @Test
    @DisplayName("a learner's script may hold any letters, also where the system's own encoding is ASCII")
    void anyLetters() throws Exception {
        Path script = Files.writeString(folder.resolve("Main.java"), """
                // ИАё✓
                public class Main {
                    public static void main(String[] args) {
                    }
                }
                """);
        Path said = folder.resolve("said");
        Process build = new ProcessBuilder(Java.command("-Dfile.encoding=US-ASCII", "-cp", System.getProperty("java.class.path"),
                Build.class.getName(), script.toString())).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertTrue(build.waitFor(30, TimeUnit.SECONDS));
        assertEquals("", Files.readString(said));
    }

    /** Builds a script, and says why where that fails. */
    static final class Build {

        private Build() {
        }

        public static void main(String[] args) {
            try {
                ScriptBuilder.build(Path.of(args[0]));
            } catch (ScriptException e) {
                System.err.println(e.getMessage());
            }
            System.exit(0);
        }
    }
}
