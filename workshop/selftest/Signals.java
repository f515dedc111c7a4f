package workshop.selftest;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals, as a terminal or an operator sends them. */
final class Signals {

    private Signals() {
    }

    /** Sends a signal by its short name, such as {@code INT}; it is on its way when this returns. */
    static void send(String name, ProcessHandle process) throws IOException, InterruptedException {
        // the shell's own kill: not every system has the command
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
    }

    /** Returns whether a process is stopped, as by SIGTSTP; Linux tells. */
    static boolean isStopped(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            // the name before it may have any letter
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException ended) {
            return false;
        }
    }

    /**
     * Returns whether this JVM ignores SIGINT, and so do its children: that is what a shell without job control does to
     * what it starts in the background.
     */
    static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip()).findFirst().orElseThrow();
        return new BigInteger(ignored, 16).testBit(1);
    }
}
