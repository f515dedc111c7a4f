package workshop.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A small process that outlives its owner by a moment and removes what the owner left: it reads the ids of processes and
 * the paths of files and folders on standard input, and when the input ends, because the owner ended or was killed, it kills the
 * processes with their children, runs the commands that were left to it, and deletes the files. Until then it looks after an
 * owner that a program has stopped ({@link StoppedOwner}).
 */
public final class Watchdog {

    private Watchdog() {
    }

    /**
     * Runs until standard input ends and all that it was told of is gone.
     *
     * @param args the id of the owner, and for how many milliseconds it may be stopped
     */
    public static void main(String[] args) throws IOException {
        // where it has no session of its own the terminal's signals reach it; it has to stay until the owner has gone
        for (String name : new String[] {"INT", "TERM", "HUP", "TSTP"}) {
            ignore(name);
        }
        StoppedOwner owner = new StoppedOwner(Long.parseLong(args[0]), Duration.ofMillis(Long.parseLong(args[1])));
        Background.start("owner", owner::watch);
        Set<Long> processes = new LinkedHashSet<>();
        Set<Path> files = new LinkedHashSet<>();
        Map<String, List<String[]>> commands = new LinkedHashMap<>();
        BufferedReader words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            String[] word = line.split(" ", 2);
            switch (word[0]) {
                case "process" -> processes.add(Long.parseLong(word[1]));
                case "ended" -> processes.remove(Long.parseLong(word[1]));
                case "mark" -> owner.judges(Path.of(word[1]));
                case "program" -> {
                    String[] parts = word[1].split(" ", 2);
                    owner.judges(Path.of(parts[1]), Long.parseLong(parts[0]));
                }
                case "unmark" -> owner.isThrough(Path.of(word[1]));
                case "suspended", "resumed" -> owner.suspended(word[0].equals("suspended"));
                case "command" -> {
                    String[] parts = word[1].split("\t", 2);
                    commands.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1].split("\t"));
                }
                case "forget" -> commands.remove(word[1]);
                case "file" -> files.add(Path.of(word[1]));
                case "keep" -> files.remove(Path.of(word[1]));
                default -> throw new IllegalArgumentException(line);
            }
        }
        kill(processes, files);
        owner.programs().forEach(folder -> Marked.by(folder.toString()).forEach(Watchdog::kill));
        commands.values().forEach(all -> all.forEach(Watchdog::run));
        for (Path file : files) {
            try {
                Folders.delete(file);
            } catch (IOException inUse) {
                // the next start sweeps it
                continue;
            }
        }
    }

    private static void kill(Set<Long> processes, Set<Path> files) {
        processes.stream().map(ProcessHandle::of).flatMap(Optional::stream).forEach(Watchdog::kill);
        // the owner may have been killed when it had started a process and not told of it yet: its folder is in the command
        ProcessHandle.allProcesses().filter(process -> process.info().commandLine()
                .filter(command -> files.stream().anyMatch(file -> command.contains(file + File.separator))).isPresent())
                .forEach(Watchdog::kill);
    }

    private static void run(String... command) {
        try {
            new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor(30, TimeUnit.SECONDS);
        } catch (IOException cannotBeStarted) {
            // there is nobody left to tell
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills a process and its children, and returns when they are gone. */
    static void kill(ProcessHandle process) {
        CompletableFuture<?>[] ended = Stream.concat(Stream.of(process), process.descendants().toList().stream())
                .map(handle -> {
                    handle.destroyForcibly();
                    return handle.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(timeout -> null);
                })
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ended).join();
    }

    private static void ignore(String signal) {
        try {
            Signal.handle(new Signal(signal), SignalHandler.SIG_IGN);
        } catch (IllegalArgumentException unknownHere) {
            // Windows has no HUP
            return;
        }
    }
}
