package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./jbang} runs where the system's own encoding is not UTF-8: all of it, and it lets Java read every file's name. */
@OfTheLauncher
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the names of files do not depend on the locale")
class LauncherEncodingTest {

    // И and А hold bytes that windows-1251 and windows-1252 do not have
    private static final String LETTERS = "ИАё✓";

    /** Prints what the program that JBang names finds in its surroundings. */
    private static final String TELL = """
            echo 'echo "$LC_ALL|$LC_CTYPE|$LANG|$THREE_BROKERS_LOCALE|$JDK_JAVAC_OPTIONS"'
            echo "$JDK_JAVAC_OPTIONS" >&2
            exit 255
            """;

    @TempDir
    private Path folder;

    private LauncherMachine machine;

    @BeforeEach
    void machine() throws IOException {
        machine = new LauncherMachine(folder);
    }

    @Test
    void localeOfAsciiIsWidenedAndRemembered() throws Exception {
        assertAll(() -> assertSurroundings("|C.UTF-8|C|C|", "LANG", "C"), () -> assertSurroundings("|C.UTF-8||C|"),
                () -> assertSurroundings("C.UTF-8|||POSIX|", "LC_ALL", "POSIX"),
                () -> assertSurroundings("C.UTF-8||no_NO.UTF-8|no_NO.UTF-8|", "LANG", "no_NO.UTF-8"),
                () -> assertSurroundings("||C.UTF-8||", "LANG", "C.UTF-8"));
    }

    private void assertSurroundings(String expected, String... locale) throws Exception {
        machine.seeded();
        Launch launch = machine.fake("version").with("JAVA_HOME", machine.jdk("17.0.1", TELL).toString())
                .without("LC_ALL", "LC_CTYPE", "LANG", "THREE_BROKERS_LOCALE", "JDK_JAVAC_OPTIONS", "JAVA_HOME");
        Launch.Run run = (locale.length == 0 ? launch : launch.with(locale[0], locale[1])).run();

        assertAll(() -> assertEquals(expected + "\n", run.out(), run.err()), () -> assertEquals(0, run.exit()),
                () -> assertTrue(run.err().startsWith("-encoding UTF-8\n"), run.err()));
    }

    @Test
    void scriptOfAnyLettersInFolderOfAnyLettersRuns() throws Exception {
        Path script = probe("папка " + LETTERS);

        Launch.Run run = launch(script, LETTERS).with("LANG", "C").run();

        assertEquals(hex(LETTERS) + hex(LETTERS) + hex(script.getParent().toRealPath().toString()), run.out(), run.err());
    }

    @Test
    void scriptOfAnyLettersRunsWithAnEncodingOfWindows() throws Exception {
        Path script = probe("folder");

        Launch.Run run = launch(script, "plain").with("LANG", "C.UTF-8")
                .with("JAVA_TOOL_OPTIONS", "-Dfile.encoding=windows-1252").run();

        assertEquals(hex(LETTERS) + hex("plain") + hex(script.getParent().toRealPath().toString()), run.out(), run.err());
    }

    /** Writes a script, in a new folder, that prints letters of its own, its argument and its folder. */
    private Path probe(String name) throws IOException {
        return Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("Letters.java"), """
                import java.nio.charset.StandardCharsets;
                import java.util.HexFormat;
                /** %1$s */
                public class Letters {
                    public static void main(String[] args) {
                        for (String text : new String[] {"%1$s", args[0], System.getProperty("user.dir")}) {
                            System.out.println(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
                        }
                    }
                }
                """.formatted(LETTERS));
    }

    private Launch launch(Path script, String argument) {
        return new Launch(LauncherMachine.LAUNCHER, List.of(script.getFileName().toString(), argument), script.getParent())
                .with("JBANG_DIR", folder.resolve("jbang").toString()).with("THREE_BROKERS_JBANG", "pinned")
                .without("JBANG_CACHE_DIR", "LC_ALL", "LC_CTYPE", "LANG");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "\n";
    }
}
