package checks;

import static checks.batching.Runs.CONFIRMED;
import static checks.batching.Runs.FAILED;
import static checks.batching.Runs.LIMIT;
import static checks.batching.Runs.PER_BATCH;
import static checks.batching.Runs.order;
import static checks.batching.Runs.says;

import checks.batching.Runs;
import checks.batching.Unanswered;
import checks.batching.Verdicts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import workshop.check.Attempt;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.Trial;
import workshop.evidence.Batch;
import workshop.evidence.Stored;
import workshop.evidence.wire.Produced;

/**
 * Lesson 02. The program runs three times side by side: with thousands of orders, where each broker refuses its first write
 * as when a partition changes its leader; for a topic that refuses every record; and with a broker that does not answer what
 * is to be written. Where the last does not show that the program gives up after ten seconds when it is told nothing, it runs so.
 */
@Check
class BatchingCheck {

    private final Runs runs;
    private final Verdicts verdicts;

    BatchingCheck(Trial trial) {
        runs = new Runs(trial);
        verdicts = new Verdicts(runs);
    }

    @Fact(order = 1, value = "puts every order on the topic, once")
    void everyOrder() {
        if (runs.arrived().isEmpty()) {
            throw verdicts.nothingArrived();
        }
        if (runs.plain.run().exitCode().isEmpty() && runs.average() < PER_BATCH) {
            Trial.cannotJudge("to be judged once the orders go in batches");
        }
        Map<Integer, Stored> byNumber = new HashMap<>();
        for (Stored record : runs.arrived()) {
            int n = runs.number(record);
            if (Runs.anyNumber(record) > runs.orders) {
                throw verdicts.tooMany(record);
            }
            order(n).judge(record);
            if (!order(n).user().equals(record.keyText())) {
                throw Verdicts.otherKey(record, n);
            }
            Stored before = byNumber.put(n, record);
            if (before != null) {
                throw verdicts.twice(n, before, record);
            }
        }
        if (byNumber.size() < runs.orders) {
            throw verdicts.missing(byNumber);
        }
    }

    @Fact(order = 2, value = "keeps the orders of each user in order, though a broker refuses some for a moment")
    void inOrder() {
        needOrders();
        Map<String, Stored> last = new HashMap<>();
        for (Stored record : runs.arrived()) {
            Stored before = last.put(String.valueOf(record.keyText()), record);
            if (before != null && runs.number(before) > runs.number(record)) {
                throw verdicts.outOfOrder(before, record);
            }
        }
    }

    @Fact(order = 3, value = "sends batches of at least " + PER_BATCH + " orders on average")
    void inBatches() {
        needOrders();
        if (runs.average() < PER_BATCH) {
            throw verdicts.smallBatches();
        }
    }

    @Fact(order = 4, value = "compresses its batches")
    void compressed() {
        needOrders();
        List<Batch> plainText = runs.batches().stream().filter(batch -> batch.codec().equals("none")).toList();
        if (!plainText.isEmpty()) {
            throw Verdicts.notCompressed(plainText.get(0), plainText.size(), runs.batches().size());
        }
    }

    @Fact(order = 5, value = "prints true counts when every order is taken, and ends with code 0")
    void countsOfSuccess() {
        needOrders();
        int orders = runs.orders;
        if (runs.arrived().size() != orders || runs.arrived().stream().mapToInt(runs::number).distinct().count() != orders) {
            Trial.cannotJudge("to be judged once every order is there, once");
        }
        runs.plain.awaitEnd();
        judgeCounts(runs.plain, "the topic has all " + orders + " orders", orders, 0);
    }

    @Fact(order = 6, value = "prints true counts when no order is taken, and ends with another code than 0")
    void countsOfFailure() {
        needOrders();
        Attempt refused = runs.refused;
        runs.awaitEndOrQuiet(refused);
        List<Produced> produced = refused.traffic().produced();
        if (refused.run().exitCode().isEmpty() && produced.isEmpty()) {
            Trial.missed("the program asked no broker within " + LIMIT.toSeconds() + " s this time");
        }
        if (!holds(refused, 0, runs.few)) {
            needTheRest(refused);
        }
        String answer = refused.traffic().refusal().map(error -> " (" + error + ")").orElse("");
        judgeCounts(refused, "the check gave this run " + runs.few + " orders and a topic that takes none" + answer, 0, runs.few);
    }

    @Fact(order = 7, value = "gives up on an order in time, and no sooner, when a broker does not answer")
    void givesUp() {
        needOrders();
        if (runs.average() < PER_BATCH) {
            Trial.cannotJudge("to be judged once the orders go in batches: one by one, each of them has its own time");
        }
        judge(runs.soon());
        // what two seconds do not show, ten do
        if (runs.isToBeSeenUntold() || isLeftOpen(runs.soon())) {
            judge(runs.untold());
        }
    }

    private void judge(Unanswered run) {
        boolean ended = run.givesUp();
        Attempt attempt = run.attempt();
        boolean asked = attempt.traffic().writes() > 0;
        if (!asked && attempt.run().exitCode().isEmpty()) {
            Trial.missed("the program asked no broker to store anything this time");
        }
        if (run.hasOtherLeaders()) {
            Trial.missed("a partition of its topic has changed its leader this time, from the broker that does not answer perhaps");
        }
        if (!ended) {
            throw verdicts.stillTrying(run);
        }
        // on a slow machine the time may be over before the first request: then the counts are true all the same
        if (!asked && !says(attempt, FAILED, run.orders())) {
            // a request's time that is fixed may be too long for two seconds, and fit well into what the lesson says
            if (run == runs.soon() && !attempt.run().succeeded()) {
                return;
            }
            throw verdicts.neverAsked(run);
        }
        if (run == runs.soon() && isLeftOpen(run)) {
            return;
        }
        int confirmed = confirmed(run);
        int failed = run.orders() - confirmed;
        if (!holds(attempt, confirmed, failed) && !holds(runs.refused, 0, runs.few)) {
            Trial.cannotJudge("to be judged once the run in which no order is taken comes out right");
        }
        if (says(attempt, CONFIRMED, confirmed) && !says(attempt, FAILED, failed)) {
            throw verdicts.expiredNotCounted(run, confirmed);
        }
        judgeCounts(attempt, verdicts.noAnswer(run), confirmed, failed);
        if (run != runs.soon() && run.isTooEarly()) {
            throw verdicts.tooEarly(runs.soon(), run);
        }
    }

    // what was stored may have been given up on before its answer came, on a slow machine: counts that are not those of the topic
    // may be true then, or false
    private static boolean isLeftOpen(Unanswered run) {
        return !holds(run.attempt(), run.confirmed(), run.orders() - run.confirmed()) && run.wasAnsweredLate();
    }

    private static int confirmed(Unanswered run) {
        int there = run.confirmed();
        if (!isLeftOpen(run)) {
            return there;
        }
        OptionalInt fewer = IntStream.range(0, there).filter(n -> holds(run.attempt(), n, run.orders() - n)).findFirst();
        if (fewer.isEmpty()) {
            Trial.missed("the brokers that answer did so too late this time");
        }
        return fewer.getAsInt();
    }

    private static boolean holds(Attempt attempt, int confirmed, int failed) {
        return attempt.run().exitCode().filter(code -> code == 0 == (failed == 0)).isPresent()
                && says(attempt, CONFIRMED, confirmed) && says(attempt, FAILED, failed);
    }

    private static void judgeCounts(Attempt attempt, String seen, int confirmed, int failed) {
        if (attempt.run().exitCode().isEmpty()) {
            throw Verdicts.neverEnds(attempt, seen);
        }
        if (!says(attempt, CONFIRMED, confirmed) || !says(attempt, FAILED, failed)) {
            throw Verdicts.falseCounts(attempt, seen, confirmed, failed);
        }
        if (attempt.run().succeeded() != (failed == 0)) {
            throw Verdicts.otherCode(attempt, seen);
        }
    }

    // what is wrong in each run is told of once, and what this run alone is not told is another fact
    private void needTheRest(Attempt refused) {
        if (runs.arrived().size() == runs.orders && !says(runs.plain, CONFIRMED, runs.orders)) {
            Trial.cannotJudge("to be judged once the counts are true when every order is taken");
        }
        if (refused.traffic().writes() == 0 && holds(runs.plain, runs.orders, 0)) {
            Trial.cannotJudge("to be judged once the program runs without GIVE_UP_AFTER_MS, which this run does not set");
        }
    }

    private void needOrders() {
        if (runs.arrived().isEmpty()) {
            Trial.cannotJudge("to be judged once orders arrive");
        }
    }
}
