package workshop.selftest;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Tells of each test as it ends, of failures in full at the end. */
final class Progress implements TestExecutionListener {

    private final PrintStream out;
    private final Map<String, Throwable> failures = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private TestPlan plan;
    private final Map<TestIdentifier, Long> started = new ConcurrentHashMap<>();
    private int passed;

    Progress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan tests) {
        plan = tests;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test, System.nanoTime());
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        skipped.put(name(test), reason);
        out.println("  – " + name(test) + ": skipped, " + reason);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    passed++;
                    out.println("  ✓ " + name(test) + time(test));
                }
            }
            case ABORTED -> executionSkipped(test, result.getThrowable().map(Throwable::getMessage).orElse(""));
            default -> {
                failures.put(name(test), result.getThrowable().orElseThrow());
                out.println("  ✗ " + name(test) + time(test));
            }
        }
    }

    /** Prints the failures in full and the count, and returns the exit code. */
    int summary() {
        failures.forEach((name, failure) -> {
            out.println();
            out.println("✗ " + name);
            if (failure instanceof AssertionError) {
                out.println(failure.getMessage().indent(4).stripTrailing());
            } else {
                failure.printStackTrace(out);
            }
        });
        out.println();
        out.println(passed + " passed, " + failures.size() + " failed"
                + (skipped.isEmpty() ? "" : ", " + skipped.size() + " skipped"));
        return failures.isEmpty() && passed > 0 ? 0 : 1;
    }

    // of what takes long: somebody who makes it faster looks here first
    private String time(TestIdentifier test) {
        double seconds = (System.nanoTime() - started.get(test)) / 1e9;
        return seconds < 1 ? "" : String.format(Locale.ROOT, " (%.1f s)", seconds);
    }

    private String name(TestIdentifier test) {
        String own = test.getDisplayName();
        return plan.getParent(test).filter(parent -> parent.getParentId().isPresent())
                .map(parent -> name(parent) + ": " + own).orElse(own);
    }
}
