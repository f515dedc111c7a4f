package workshop.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-Z at the terminal: this process says that its user suspends it, before it stops, and that it was continued. So it can be
 * told from one that a program has stopped. Without a terminal nobody types Ctrl-Z, and nothing is said.
 */
final class Suspension {

    // a process that nobody could continue is not stopped by SIGTSTP: the time after which it is taken for such a one
    private static final int NOT_STOPPED_S = 2;

    private final Consumer<String> told;
    private final Semaphore continued = new Semaphore(0);

    /** Takes what hears {@code suspended} and {@code resumed}. */
    Suspension(Consumer<String> told) {
        this.told = told;
    }

    /** Begins to listen for the signals of the terminal, where there is one and the system has them. */
    void listen() {
        if (!hasTerminal()) {
            return;
        }
        try {
            Signal stop = new Signal("TSTP");
            SignalHandler before = Signal.handle(stop, this::suspend);
            if (before == SignalHandler.SIG_IGN) {
                // who started this process wants it so
                Signal.handle(stop, before);
            }
            Signal.handle(new Signal("CONT"), received -> continued.release());
        } catch (IllegalArgumentException unknownHere) {
            return;
        }
    }

    private static boolean hasTerminal() {
        try (FileInputStream terminal = new FileInputStream("/dev/tty")) {
            return terminal.getFD().valid();
        } catch (IOException none) {
            return false;
        }
    }

    private synchronized void suspend(Signal received) {
        told.accept("suspended");
        continued.drainPermits();
        Signal.handle(received, SignalHandler.SIG_DFL);
        try {
            CtrlZ.send(String.valueOf(ProcessHandle.current().pid()));
            continued.tryAcquire(NOT_STOPPED_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Signal.handle(received, this::suspend);
            told.accept("resumed");
        }
    }
}
