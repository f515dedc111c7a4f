package workshop.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory of this machine. */
public final class Memory {

    private static final Path LINUX = Path.of("/proc/meminfo");

    private Memory() {
    }

    /** Returns how many bytes programs may still have without swapping, where the system tells it as Linux does. */
    public static OptionalLong available() {
        try (Stream<String> lines = Files.lines(LINUX, StandardCharsets.US_ASCII)) {
            return lines.filter(line -> line.startsWith("MemAvailable"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst();
        } catch (IOException systemDoesNotTell) {
            return OptionalLong.empty();
        }
    }

    /** Returns how many bytes the machine has; elsewhere than on Linux what is free says little, as much of it is lent to files. */
    public static long total() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }
}
