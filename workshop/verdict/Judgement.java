package workshop.verdict;

import workshop.check.Trial;

/** One judgement, which another thread may stop: before it begins, while it goes on, or too late, and never another one. */
public final class Judgement {

    private final boolean whole;
    private Thread thread;
    private Trial trial;
    private boolean stopped;
    private boolean brokenOff;

    private Judgement(boolean whole) {
        this.whole = whole;
    }

    /** Returns one that establishes every fact. */
    public static Judgement whole() {
        return new Judgement(true);
    }

    /** Returns one that ends with the first fact that does not hold: the verdict has no later ones. */
    public static Judgement untilFirstFailure() {
        return new Judgement(false);
    }

    /** Returns whether facts are established after one that does not hold. */
    boolean isWhole() {
        return whole;
    }

    /** Takes the trial that is to be abandoned when this is stopped; it is judged by the current thread. */
    synchronized void begins(Trial begun) {
        trial = begun;
        thread = Thread.currentThread();
        if (stopped) {
            trial.abandon();
        }
    }

    /** Says that the check has ended: what follows is to be done in full, stopped or not. */
    synchronized void ends() {
        trial = null;
        if (stopped || brokenOff) {
            Thread.interrupted();
        }
    }

    /** Stops it: the programs that run for it are gone when this returns, and it ends soon. */
    public synchronized void stop() {
        if (!stopped && trial != null) {
            trial.abandon();
            // wakes it where it waits for the cluster; what stops and starts brokers is not cut short by this
            thread.interrupt();
        }
        stopped = true;
    }

    /** Has the check end soon, as nothing more can be said of the program; why is told in the verdict. */
    synchronized void breakOff() {
        if (!stopped && !brokenOff && trial != null) {
            brokenOff = true;
            trial.abandon();
            thread.interrupt();
        }
    }

    /** Returns whether it was stopped: then nothing is known of the program. */
    public synchronized boolean isStopped() {
        return stopped;
    }
}
