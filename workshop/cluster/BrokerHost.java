package workshop.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The process that has the brokers of one cluster, seen from inside. It starts them, and then does what lines on standard
 * input say: {@code stop N}, {@code kill N} and {@code start N}. Each is answered by one line on standard output, the start by
 * {@code ready} and the addresses. The end of the input means that the owner is gone, or has no more use for the brokers.
 */
public abstract class BrokerHost {

    private final Ports ports;

    /** Takes the ports to listen at. */
    protected BrokerHost(Ports ports) {
        this.ports = ports;
    }

    /** Starts all brokers; each of them has been let into the cluster when this returns. */
    protected abstract void startAll() throws Exception;

    /** Starts a broker that was stopped or killed; it has been let into the cluster when this returns. */
    protected abstract void start(int id) throws Exception;

    /** Stops a broker in good order; it leads nothing, and nobody listens at its address, when this returns. */
    protected abstract void stop(int id) throws Exception;

    /** Takes a broker away without a word to the others; nobody listens at its address when this returns. */
    protected abstract void kill(int id) throws Exception;

    /** Gives up the brokers, also while they are starting; called once, and no other method after it. */
    protected abstract void end() throws Exception;

    /** Returns the ports of the brokers and their controllers. */
    protected final Ports ports() {
        return ports;
    }

    /** Serves the owner until the input ends, and ends the process. */
    protected final void serve() throws IOException {
        // replies alone go to standard output, whatever a library prints
        PrintStream replies = System.out;
        System.setOut(System.err);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        CompletableFuture.runAsync(() -> replies.println(answer("start")), work -> new Thread(work, "start").start());
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            replies.println(answer(line));
        }
        int code = 0;
        try {
            end();
        } catch (Throwable e) {
            e.printStackTrace();
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }

    private synchronized String answer(String line) {
        String[] words = line.split(" ");
        try {
            if (words.length == 1) {
                startAll();
                return "ready " + Arrays.stream(ports.brokers()).mapToObj(port -> "localhost:" + port)
                        .collect(Collectors.joining(","));
            }
            int id = Integer.parseInt(words[1]);
            switch (words[0]) {
                case "start" -> start(id);
                case "stop" -> stop(id);
                case "kill" -> kill(id);
                default -> throw new IllegalArgumentException("unknown command");
            }
            return "done " + line;
        } catch (Throwable e) {
            // an error too: the owner waits for an answer
            e.printStackTrace();
            return ("failed " + line + ": " + rootOf(e)).replace('\n', ' ');
        }
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
