package workshop.process;

import java.io.IOException;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Ctrl-Z at the terminal: what runs there stops, and the shell has the terminal, until the shell's {@code fg}. */
public final class CtrlZ {

    private CtrlZ() {
    }

    /**
     * Stops all processes of this one's group, this one among them, as the terminal does at Ctrl-Z; they go on when this returns.
     * It returns at once where there is no shell that could have them go on, or the system has no such signal.
     */
    public static void stopGroup() throws InterruptedException {
        if (!isWindows()) {
            send("0");
        }
    }

    /**
     * Does something during which Ctrl-Z is the terminal's, and stops this process too.
     *
     * @param before is done before this process stops
     * @param after  is done when it goes on
     */
    public static void stopsThisTooDuring(CtrlC.Work work, Runnable before, Runnable after) throws IOException, InterruptedException {
        if (isWindows()) {
            work.run();
            return;
        }
        Signal stop = new Signal("TSTP");
        SignalHandler usual = Signal.handle(stop, SignalHandler.SIG_DFL);
        Signal.handle(stop, new SignalHandler() {
            @Override
            public void handle(Signal signal) {
                before.run();
                try {
                    stop(signal, usual);
                } finally {
                    Signal.handle(stop, this);
                    after.run();
                }
            }
        });
        try {
            work.run();
        } finally {
            Signal.handle(stop, usual);
        }
    }

    private static void stop(Signal signal, SignalHandler usual) {
        if (usual != SignalHandler.SIG_DFL && usual != SignalHandler.SIG_IGN) {
            usual.handle(signal);
            return;
        }
        // as if nobody handled it: the system stops no process that no shell could have go on
        Signal.handle(signal, usual);
        try {
            send(String.valueOf(ProcessHandle.current().pid()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // the one place at which this process stops by the will of who uses it
    static void send(String target) throws InterruptedException {
        try {
            // the shell's own kill: not every system has the command
            new ProcessBuilder("sh", "-c", "kill -TSTP " + target).start().waitFor();
        } catch (IOException noShell) {
            // then there is none that had it go on
            return;
        }
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
