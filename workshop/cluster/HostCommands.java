package workshop.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import workshop.process.Background;

/**
 * The commands that a {@link BrokerHost} is told, by any thread. Each has an id that its reply repeats, so that a reply that
 * comes too late for its own command is never taken for another's.
 */
public final class HostCommands implements AutoCloseable {

    private final PrintStream commands;
    private final Duration patience;
    private final Map<Integer, CompletableFuture<String>> waiting = new HashMap<>();
    private final CompletableFuture<String> start;
    private int last = HostReply.START;
    private boolean ended;

    /**
     * Begins to read replies; the host has been told already to start all brokers.
     *
     * @param patience how long a reply may take
     */
    public HostCommands(OutputStream host, InputStream replies, Duration patience) {
        this.commands = new PrintStream(host, true, StandardCharsets.UTF_8);
        this.patience = patience;
        this.start = expect(HostReply.START);
        Background.start("brokers", () -> read(replies));
    }

    /**
     * Waits until all brokers are up, and returns their addresses, with commas between them.
     *
     * @throws ClusterException where they do not start in time
     */
    public String awaitStart() {
        return await("start", start);
    }

    /**
     * Has the host carry out a command: when this returns, it has. An interrupt does not end the wait, as the host would go on
     * all the same; it is there again when this returns.
     *
     * @throws ClusterException where the host cannot do it, does not answer in time, or has ended
     */
    public void tell(String command) {
        CompletableFuture<String> reply;
        synchronized (this) {
            reply = expect(++last);
            commands.println(last + " " + command);
        }
        await(command, reply);
    }

    private synchronized CompletableFuture<String> expect(int id) {
        CompletableFuture<String> reply = new CompletableFuture<>();
        if (ended) {
            reply.completeExceptionally(new ClusterException("they have ended"));
        }
        waiting.put(id, reply);
        return reply;
    }

    private String await(String command, CompletableFuture<String> reply) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return reply.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new ClusterException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new ClusterException("they gave no answer to \"" + command + "\" within " + patience.toSeconds() + " s", e);
        } finally {
            synchronized (this) {
                waiting.values().remove(reply);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void read(InputStream replies) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(replies, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                HostReply reply = HostReply.parse(line);
                CompletableFuture<String> expected;
                synchronized (this) {
                    expected = waiting.get(reply.id());
                }
                if (expected != null && reply.done()) {
                    expected.complete(reply.text());
                } else if (expected != null) {
                    expected.completeExceptionally(new ClusterException(reply.text()));
                }
            }
        } catch (IOException gone) {
            // the same as the end of the replies
        } finally {
            synchronized (this) {
                ended = true;
                waiting.values().forEach(reply -> reply.completeExceptionally(new ClusterException("they have ended")));
            }
        }
    }

    /** Tells the host that its brokers are of no more use. */
    @Override
    public void close() {
        commands.close();
    }
}
