package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import workshop.process.Owned;

/** Where Docker cannot be used, the tool says why in a line: it is run here with a command {@code docker} of the test. */
@DisplayName("docker")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the command docker is a shell script here")
class DockerEngineTest {

    private static final String ANSWERS = "case $1 in version) echo linux ;; context) echo unix:///docker.sock ;; ";

    private record Run(int code, String out, String error) {
    }

    @TestFactory
    @DisplayName("--cluster testcontainers is sick, and says why")
    Stream<DynamicTest> sick() {
        return Stream.of(
                sick("no command", "", "there is no docker command"),
                sick("no engine", "echo 'Cannot connect to the Docker daemon at unix:///x. Is it running?' >&2; exit 1",
                        "Docker's engine does not run"),
                sick("no permission", "echo 'permission denied while trying to connect to the daemon' >&2; exit 1",
                        "you may not use Docker"),
                sick("an engine for Windows", "echo windows", "Docker is set to windows containers"),
                sick("an engine elsewhere", "case $1 in version) echo linux ;; *) echo tcp://10.1.2.3:2375 ;; esac",
                        "Docker's engine is not on this machine but at tcp://10.1.2.3:2375"),
                sick("no image", ANSWERS + "image) exit 1 ;; pull) echo 'no such host' >&2; exit 1 ;; esac",
                        "the image apache/kafka:4.4.0 is not here and cannot be fetched (no such host)"));
    }

    private static DynamicTest sick(String name, String script, String why) {
        return dynamicTest(name, () -> {
            Run run = check(script, "testcontainers");
            assertEquals(3, run.code(), run.toString());
            assertTrue(run.out().replaceAll("\\s+", " ").contains(why), run.toString());
            assertTrue(run.out().contains("--cluster embedded"), run.toString());
        });
    }

    @Test
    @DisplayName("auto says why, and takes embedded brokers")
    void auto() throws Exception {
        Run run = check("read forever", "auto");
        assertEquals(0, run.code(), run.toString());
        assertTrue(run.error().contains("Brokers: three embedded ones, as Docker gave no answer within 1 s.\n"),
                run.toString());
    }

    // with nothing on its PATH but the command of the test
    private static Run check(String script, String cluster) throws IOException, InterruptedException {
        Path folder = Owned.folder();
        Path path = Files.createDirectory(folder.resolve("bin"));
        if (!script.isEmpty()) {
            Path docker = Files.writeString(path.resolve("docker"), "#!/bin/sh\n" + script + "\n");
            Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
        }
        ProcessBuilder tool = Tool.check(folder, cluster);
        tool.environment().put("PATH", path.toString());
        tool.environment().remove("KAFKA_IMAGE");
        // not this user's own, where a playground may be announced
        tool.environment().put("THREE_BROKERS_CACHE", folder.resolve("cache").toString());
        Path error = folder.resolve("error");
        Process process = Owned.start(tool.redirectError(error.toFile()));
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(error));
    }
}
