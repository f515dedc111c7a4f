package workshop.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The process that has the brokers of one cluster, seen from inside. It starts them, and then does what lines on standard
 * input say, one after the other: {@code ID stop N}, {@code ID kill N} and {@code ID start N}. Each is answered by one line on
 * standard output, a {@link HostReply}. Which broker runs is known here and nowhere else: to stop one that is stopped, or to
 * start one that runs, is done at once. The end of the input means that the owner is gone, or has no more use for the brokers.
 */
public abstract class BrokerHost {

    private final Ports ports;

    /** Takes the ports to listen at. */
    protected BrokerHost(Ports ports) {
        this.ports = ports;
    }

    /** Starts all brokers; each of them has been let into the cluster when this returns. */
    protected abstract void startAll() throws Exception;

    /** Returns whether a broker is in the cluster: it was started, and neither stopped nor killed since. */
    protected abstract boolean runs(int id) throws Exception;

    /** Starts a broker that does not run; it has been let into the cluster when this returns, and does not run where this fails. */
    protected abstract void start(int id) throws Exception;

    /** Stops a broker that runs, in good order; it leads nothing, and nobody listens at its address, when this returns. */
    protected abstract void stop(int id) throws Exception;

    /** Takes a broker that runs away without a word to the others; nobody listens at its address when this returns. */
    protected abstract void kill(int id) throws Exception;

    /** Gives up the brokers, also while they are starting; called once, and no other method after it. */
    protected abstract void end() throws Exception;

    /** Returns the ports of the brokers and their controllers. */
    protected final Ports ports() {
        return ports;
    }

    /** Has this process live on when it hears of a signal. */
    protected static void ignore(String signal) {
        try {
            Signal.handle(new Signal(signal), SignalHandler.SIG_IGN);
        } catch (IllegalArgumentException unknownHere) {
            // Windows has no HUP
            return;
        }
    }

    /** Serves the owner until the input ends, and ends the process. */
    protected final void serve() throws IOException {
        // Ctrl-C reaches every process of the terminal, and so does its end; this one ends when its owner has
        ignore("INT");
        ignore("HUP");
        // replies alone go to standard output, whatever a library prints
        PrintStream replies = System.out;
        System.setOut(System.err);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ExecutorService worker = Executors.newSingleThreadExecutor();
        worker.execute(() -> replies.println(answer(HostReply.START, "start").line()));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] command = line.split(" ", 2);
            worker.execute(() -> replies.println(answer(Integer.parseInt(command[0]), command[1]).line()));
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

    private HostReply answer(int id, String command) {
        try {
            return new HostReply(id, true, carryOut(command.split(" ")));
        } catch (Throwable e) {
            // an error too: the owner waits for an answer
            e.printStackTrace();
            return new HostReply(id, false, rootOf(e));
        }
    }

    private String carryOut(String... words) throws Exception {
        if (words.length == 1) {
            startAll();
            return Arrays.stream(ports.brokers()).mapToObj(port -> "localhost:" + port).collect(Collectors.joining(","));
        }
        int id = Integer.parseInt(words[1]);
        boolean runs = runs(id);
        switch (words[0]) {
            case "start" -> {
                if (!runs) {
                    start(id);
                }
            }
            case "stop" -> {
                if (runs) {
                    stop(id);
                }
            }
            case "kill" -> {
                if (runs) {
                    kill(id);
                }
            }
            default -> throw new IllegalArgumentException("unknown command");
        }
        return "";
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
