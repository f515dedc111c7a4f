package workshop.program;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a JVM tells of its threads where it is asked to, by SIGQUIT: it prints that on standard output, among the program's own lines. */
public final class ThreadDump {

    private static final String BEGIN = "Full thread dump";
    private static final String END = "JNI global ref";
    private static final String STATE = "java.lang.Thread.State: ";
    private static final String FRAME = "at ";
    // in a line of its own before it begins
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");

    private final List<JavaThread> threads;

    /**
     * A thread that runs Java code, or has.
     *
     * @param state  as {@link Thread.State} has it, and why: {@code TIMED_WAITING (sleeping)}
     * @param frames the calls that it is in, the innermost one first
     */
    public record JavaThread(String name, String state, List<String> frames) {

        /** Returns whether it is in a method, as in {@code org.apache.kafka.clients.NetworkClient.poll}, or one whose name begins so. */
        public boolean isIn(String method) {
            return frames.stream().anyMatch(frame -> frame.startsWith(method));
        }
    }

    private ThreadDump(List<JavaThread> threads) {
        this.threads = threads;
    }

    /** Returns the last one among these lines, which is complete. */
    static ThreadDump last(List<String> lines) {
        List<JavaThread> threads = new ArrayList<>();
        String name = "";
        for (String line : lines) {
            String text = line.strip();
            if (line.startsWith(BEGIN)) {
                threads.clear();
            } else if (line.startsWith("\"")) {
                name = line.substring(1, Math.max(1, line.indexOf('"', 1)));
            } else if (text.startsWith(STATE)) {
                threads.add(new JavaThread(name, text.substring(STATE.length()), new ArrayList<>()));
            } else if (text.startsWith(FRAME) && !threads.isEmpty()) {
                threads.get(threads.size() - 1).frames().add(text.substring(FRAME.length()));
            }
        }
        return new ThreadDump(List.copyOf(threads));
    }

    /** Returns how many complete ones there are among these lines. */
    static int count(List<String> lines) {
        return (int) lines.stream().filter(line -> line.startsWith(END)).count();
    }

    /**
     * Returns these lines without those of thread dumps.
     *
     * @param more whether one is to come, or is not complete: the time before it may be there already
     */
    static List<String> without(List<String> lines, boolean more) {
        List<String> own = new ArrayList<>();
        boolean told = false;
        boolean ends = false;
        for (String line : lines) {
            if (line.startsWith(BEGIN)) {
                if (!told && !own.isEmpty()) {
                    own.remove(own.size() - 1);
                }
                told = true;
                ends = false;
            } else if (told && line.startsWith(END)) {
                ends = true;
            } else if (ends && !line.isBlank() && !line.startsWith(" ") && !line.equals("Heap") && !TIME.matcher(line).matches()) {
                told = false;
                ends = false;
            }
            if (!told) {
                own.add(line);
            }
        }
        if (more && !own.isEmpty() && TIME.matcher(own.get(own.size() - 1)).matches()) {
            own.remove(own.size() - 1);
        }
        return own;
    }

    /** Returns the threads that run Java code, or have. */
    public List<JavaThread> threads() {
        return threads;
    }
}
