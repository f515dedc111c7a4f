package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.process.Owned;
import workshop.program.Program;
import workshop.script.Script;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;

/** No code of a script or of what it names runs in the tool while the script is built. */
@DisplayName("scripts, code of others")
class ForeignCodeTest {

    // each writes a file of its name when its class is loaded
    private static final String PROCESSOR = """
            package foreign;
            import java.util.Set;
            import javax.annotation.processing.*;
            import javax.lang.model.element.TypeElement;
            @SupportedAnnotationTypes("*")
            public class Processor extends AbstractProcessor {
                static { Mark.leave("Processor"); }
                @Override public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) { return false; }
            }
            """;
    private static final String PLUGIN = """
            package foreign;
            import com.sun.source.util.*;
            public class OwnPlugin implements Plugin {
                static { Mark.leave("OwnPlugin"); }
                @Override public String getName() { return "OwnPlugin"; }
                @Override public void init(JavacTask task, String... arguments) { }
                @Override public boolean autoStart() { return true; }
            }
            """;
    private static final String INTEGRATION = """
            package foreign;
            public class Integration {
                static { Mark.leave("Integration"); }
            }
            """;

    // what Maven has had once it does not fetch again
    private final String version = UUID.randomUUID().toString();

    @TempDir
    private Path folder;

    @BeforeEach
    void publish() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(sources.resolve("Processor.java"), PROCESSOR);
        Files.writeString(sources.resolve("OwnPlugin.java"), PLUGIN);
        Files.writeString(sources.resolve("Integration.java"), INTEGRATION);
        Files.writeString(sources.resolve("Mark.java"), """
                package foreign;
                public class Mark {
                    static void leave(String name) {
                        try {
                            java.nio.file.Files.createFile(java.nio.file.Path.of("MARKS", name));
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                }
                """.replace("MARKS", Files.createDirectories(folder.resolve("marks")).toString().replace("\\", "\\\\")));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, Stream.concat(
                Stream.of("-proc:none", "-d", classes.toString()),
                list(sources).stream().map(Path::toString)).toArray(String[]::new)));
        write(classes, "META-INF/services/javax.annotation.processing.Processor", "foreign.Processor");
        write(classes, "META-INF/services/com.sun.source.util.Plugin", "foreign.OwnPlugin");
        write(classes, "META-INF/jbang-integration.list", "foreign.Integration");
        Path release = Files.createDirectories(folder.resolve("repository/foreign/foreign").resolve(version));
        try (OutputStream file = Files.newOutputStream(release.resolve("foreign-" + version + ".jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            for (Path each : list(classes)) {
                jar.putNextEntry(new ZipEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, jar);
                jar.closeEntry();
            }
        }
        Files.writeString(release.resolve("foreign-" + version + ".pom"), "<project><modelVersion>4.0.0</modelVersion>"
                + "<groupId>foreign</groupId><artifactId>foreign</artifactId><version>" + version + "</version></project>");
    }

    private static void write(Path classes, String name, String text) throws IOException {
        Files.createDirectories(classes.resolve(name).getParent());
        Files.writeString(classes.resolve(name), text);
    }

    private static List<Path> list(Path all) throws IOException {
        try (Stream<Path> files = Files.walk(all)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    // a text that no earlier run has put into the cache
    private Path script(String lines) throws IOException {
        return Files.writeString(folder.resolve("Main.java"), lines + """
                public class Main {
                    public static void main(String[] args) {
                        System.out.println("%s".length());
                    }
                }
                """.formatted(UUID.randomUUID()));
    }

    private String foreign() {
        return "//REPOS own=" + folder.resolve("repository").toUri() + "\n//DEPS foreign:foreign:" + version + "\n";
    }

    private List<String> marks() throws IOException {
        return list(folder.resolve("marks")).stream().map(mark -> mark.getFileName().toString()).sorted().toList();
    }

    @Test
    @DisplayName("processors, plugins of the compiler and JBang's integrations in a jar that a script needs are not run; the script is")
    void notRun() throws Exception {
        Script built = ScriptBuilder.build(script(foreign()));
        try {
            assertEquals("36", new Program(built).start().awaitEnd().output().text());
        } finally {
            Owned.delete(built.dependencies().get(0).getParent());
        }
        assertEquals(List.of(), marks());
    }

    @Test
    @DisplayName("options that would have the compiler run them are refused in one line")
    void refused() throws Exception {
        for (String option : List.of("-processor foreign.Processor", "-proc:full", "-Xplugin:OwnPlugin",
                "-processorpath x.jar",
                "--processor-path=x.jar", "--processor-module-path x", "-J-javaagent:x.jar", "@options")) {
            for (String directive : List.of("//JAVAC_OPTIONS ", "//COMPILE_OPTIONS ")) {
                Path main = script(foreign() + directive + option + "\n");
                ScriptException failure = assertThrows(ScriptException.class, () -> ScriptBuilder.build(main), option);
                assertEquals(ScriptException.Cause.SCRIPT, failure.reason());
                assertEquals("Main.java: the compiler's option " + option.split("[ =]")[0] + " has the compiler run code that is "
                        + "not its own, which no lesson needs. Take it out of the file.", failure.getMessage());
            }
        }
        assertEquals(List.of(), marks());
    }

    @Test
    @DisplayName("a repository over plain http is refused in one line, unless it is on this machine")
    void plainHttp() throws Exception {
        Path main = script("//REPOS far=http://repository.example.org/maven\n//DEPS no.such:library:1\n");
        ScriptException failure = assertThrows(ScriptException.class, () -> ScriptBuilder.build(main));
        assertEquals(ScriptException.Cause.SCRIPT, failure.reason());
        assertEquals("Main.java: //REPOS http://repository.example.org/maven is not safe: on the way anybody can change what comes "
                + "over http. Write https.", failure.getMessage());
        for (String near : List.of("http://localhost:1/maven", "http://127.0.0.1:1/maven", "http://[::1]:1/maven")) {
            Path mirrored = script("//REPOS near=" + near + "\n//DEPS no.such:library:1\n");
            ScriptException gone = assertThrows(ScriptException.class, () -> ScriptBuilder.build(mirrored));
            assertTrue(!gone.getMessage().contains("Write https"), gone.getMessage());
        }
    }
}
