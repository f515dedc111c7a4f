package workshop.process;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Work on threads of its own, which do not keep the JVM alive. The common pool has as many threads as the machine has cores:
 * there, work that waits for a process or a socket could keep the work it waits for from starting.
 */
public final class Background {

    private Background() {
    }

    /** Starts work on a new thread. */
    public static Thread start(String name, Runnable work) {
        Thread thread = threads(name).newThread(work);
        thread.start();
        return thread;
    }

    /** Returns what makes the threads of an executor. */
    public static ThreadFactory threads(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns what starts each piece of work on a new thread. */
    public static Executor executor(String name) {
        return work -> start(name, work);
    }

    /** Starts work on a new thread and returns what will hold its result. */
    public static <T> CompletableFuture<T> call(String name, Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, executor(name));
    }

    /**
     * Waits for the result of work and returns it; throws what the work threw.
     *
     * @throws CancellationException where this thread is interrupted meanwhile; the work goes on
     */
    public static <T> T result(CompletableFuture<T> work) {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
