package workshop.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether a port of this machine is taken, and by whom, where the system tells. */
public final class PortOwner {

    private PortOwner() {
    }

    /** Returns whether nobody listens at a port of loopback. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Returns the process that listens at a port, as {@code command (process 123)}, where the system tells. */
    public static Optional<String> of(int port) {
        Optional<Long> pid = Files.isDirectory(Path.of("/proc/net")) ? fromProc(port) : fromLsof(port);
        return pid.flatMap(ProcessHandle::of).map(process -> process.info().command()
                .map(command -> Path.of(command).getFileName() + " (process " + process.pid() + ")")
                .orElse("process " + process.pid()));
    }

    private static Optional<Long> fromProc(int port) {
        try {
            Set<String> sockets = new HashSet<>();
            for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] column = line.trim().split("\\s+");
                    // 0A is LISTEN; the address is hexadecimal
                    if (column.length > 9 && column[3].equals("0A")
                            && column[1].endsWith(String.format(":%04X", port))) {
                        sockets.add("socket:[" + column[9] + "]");
                    }
                }
            }
            return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(pid -> holds(pid, sockets)).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path file : open) {
                if (sockets.contains(Files.readSymbolicLink(file).toString())) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException notOurs) {
            return false;
        }
        return false;
    }

    private static Optional<Long> fromLsof(int port) {
        try {
            Process lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String pids = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            lsof.waitFor(5, TimeUnit.SECONDS);
            return pids.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(pids.split("\\s+")[0]));
        } catch (IOException | NumberFormatException systemDoesNotTell) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
