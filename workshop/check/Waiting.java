package workshop.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import workshop.evidence.Wait;
import workshop.program.ProgramRun;

/** Whether a program goes on by itself, or only when somebody answers it, as its JVM tells of its threads. */
public final class Waiting {

    private static final Duration TOLD = Duration.ofSeconds(2);
    private static final String BEGIN = "Full thread dump";
    private static final String END = "JNI global ref";
    private static final String STATE = "java.lang.Thread.State: ";
    // they wait with a time, or run, whatever the program does
    private static final List<String> OF_ANY = List.of("Reference Handler", "Finalizer", "Signal Dispatcher", "Service Thread",
            "Monitor Deflation Thread", "C1 CompilerThread", "C2 CompilerThread", "Sweeper thread", "Notification Thread",
            "Common-Cleaner", "Attach Listener", "DestroyJavaVM", "kafka-producer-network-thread", "kafka-admin-client-thread");

    private Waiting() {
    }

    /**
     * Returns whether each thread of a program waits for another one, or for an answer, and for as long as it takes; not where it
     * has ended, or its JVM does not tell. It tells on standard output.
     */
    public static boolean isWithoutTime(ProgramRun run) {
        int before = told(run.output().lines());
        if (!run.askForThreads()) {
            return false;
        }
        Wait.holdsWithin(TOLD, () -> run.hasEnded() || told(run.output().lines()) > before);
        List<String> lines = run.output().lines();
        return !run.hasEnded() && told(lines) > before && areWithoutTime(lines);
    }

    /** Returns what a program has printed itself on standard output, without what its JVM has told there. */
    public static List<String> itsOwn(List<String> output) {
        List<String> own = new ArrayList<>();
        boolean told = false;
        boolean ends = false;
        for (String line : output) {
            if (line.startsWith(BEGIN)) {
                // what comes before it is the time
                if (!told && !own.isEmpty()) {
                    own.remove(own.size() - 1);
                }
                told = true;
                ends = false;
            } else if (told && line.startsWith(END)) {
                ends = true;
            } else if (ends && !line.isBlank() && !line.startsWith(" ") && !line.equals("Heap")) {
                told = false;
                ends = false;
            }
            if (!told) {
                own.add(line);
            }
        }
        return own;
    }

    private static int told(List<String> lines) {
        return (int) lines.stream().filter(line -> line.startsWith(END)).count();
    }

    /** Returns whether that is so by the last of what a JVM has told. */
    static boolean areWithoutTime(List<String> lines) {
        Map<String, String> states = new LinkedHashMap<>();
        String thread = "";
        for (String line : lines) {
            if (line.startsWith(BEGIN)) {
                states.clear();
            } else if (line.startsWith("\"")) {
                thread = line;
            } else if (line.strip().startsWith(STATE)) {
                states.put(thread, line.strip().substring(STATE.length()));
            }
        }
        return !states.isEmpty() && states.entrySet().stream()
                .filter(each -> OF_ANY.stream().noneMatch(name -> each.getKey().startsWith("\"" + name)))
                .allMatch(each -> each.getValue().startsWith("WAITING") || each.getValue().startsWith("BLOCKED"));
    }
}
