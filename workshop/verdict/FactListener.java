package workshop.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.opentest4j.TestAbortedException;
import workshop.check.Fact;
import workshop.check.Missed;
import workshop.check.Wrong;
import workshop.verdict.FactResult.Outcome;

/** Turns what JUnit says of a check into lines of a verdict. */
final class FactListener implements TestExecutionListener {

    private final List<FactResult> results = new ArrayList<>();
    private final JudgeListener told;
    private final Machine machine;
    private final Runnable onFailure;
    private boolean late;
    private boolean missed;
    private String trouble = "";

    /** Takes who is told of each fact, and what is done as soon as one does not hold. */
    FactListener(JudgeListener told, Machine machine, Runnable onFailure) {
        this.told = told;
        this.machine = machine;
        this.onFailure = onFailure;
    }

    List<FactResult> results() {
        return List.copyOf(results);
    }

    boolean anyFailed() {
        return results.stream().anyMatch(result -> result.outcome() == Outcome.FAILED);
    }

    /** Returns whether nothing can be said of some fact. */
    boolean anySkipped() {
        return results.stream().anyMatch(result -> result.outcome() == Outcome.SKIPPED);
    }

    /** Returns whether nothing can be said of some fact by chance alone. */
    boolean anyMissed() {
        return missed;
    }

    /** Returns whether a fact does not hold as something did not come in time. */
    boolean anyLate() {
        return late;
    }

    /** Returns what went wrong that is no fact about the program, or an empty text. */
    String trouble() {
        return results.isEmpty() && trouble.isEmpty() ? "the check established no fact" : trouble;
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult execution) {
        Optional<Throwable> thrown = execution.getThrowable();
        Optional<Fact> fact = identifier.getSource().filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast).map(source -> source.getJavaMethod().getAnnotation(Fact.class));
        if (fact.isEmpty()) {
            thrown.ifPresent(this::note);
        } else if (thrown.isEmpty()) {
            add(new FactResult(fact.get().value(), Outcome.PASSED, "", "", ""));
        } else if (thrown.get() instanceof Wrong wrong) {
            late |= wrong.isLate();
            add(new FactResult(fact.get().value(), Outcome.FAILED, wrong.seen(), wrong.means(), wrong.lookAt()));
        } else if (thrown.get() instanceof TestAbortedException aborted) {
            missed |= aborted instanceof Missed;
            add(new FactResult(fact.get().value(), Outcome.SKIPPED, aborted.getMessage(), "", ""));
        } else {
            note(thrown.get());
        }
    }

    private void add(FactResult result) {
        results.add(result);
        // what does not hold on a full disk is not told as if it were the program's fault
        if (result.outcome() != Outcome.FAILED || machine.shortage().isEmpty()) {
            told.established(result);
        }
        if (result.outcome() == Outcome.FAILED) {
            onFailure.run();
        }
    }

    private void note(Throwable failure) {
        if (trouble.isEmpty()) {
            trouble = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        }
    }
}
