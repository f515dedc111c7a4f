package workshop.verdict;

import workshop.check.Trial;

/** A judgement that goes on in one thread and may be stopped by another. */
final class Judgement {

    private final Thread thread = Thread.currentThread();
    private Trial trial;
    private boolean stopped;

    /** Takes the trial that is to be abandoned when this is stopped. */
    synchronized void begins(Trial begun) {
        trial = begun;
        if (stopped) {
            trial.abandon();
        }
    }

    /** Says that the check has ended: what follows is to be done in full, stopped or not. */
    synchronized void ends() {
        trial = null;
        if (stopped) {
            Thread.interrupted();
        }
    }

    /** Stops it; it ends soon. */
    synchronized void stop() {
        if (!stopped && trial != null) {
            trial.abandon();
            thread.interrupt();
        }
        stopped = true;
    }

    /** Returns whether it was stopped: then nothing is known of the program. */
    synchronized boolean isStopped() {
        return stopped;
    }
}
