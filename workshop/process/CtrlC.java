package workshop.process;

import java.io.IOException;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Ctrl-C at the terminal, which all processes there hear of. */
public final class CtrlC {

    /** What may fail to start, or be interrupted. */
    public interface Work {

        /** Does it. */
        void run() throws IOException, InterruptedException;
    }

    private CtrlC() {
    }

    /** Does something during which Ctrl-C ends the processes that this one has started, and not this one. */
    public static void endsOthersDuring(Work work) throws IOException, InterruptedException {
        Signal interrupt = new Signal("INT");
        // a handler is not inherited by a new process, as being ignored would be
        SignalHandler before = Signal.handle(interrupt, signal -> { });
        try {
            work.run();
        } finally {
            Signal.handle(interrupt, before);
        }
    }
}
