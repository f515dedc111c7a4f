package checks.manualcommit;

import checks.manualcommit.Orders.Placed;
import checks.manualcommit.Run.Said;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import workshop.check.Wrong;

/**
 * Recognises orders that never came to process() as an order of another partition had failed: the program spoke of their
 * partition before that, or not yet, and after it of what lies behind them.
 */
final class Dropped {

    private final List<Placed> missing;
    private final List<Said> said;
    private final Map<String, Placed> byId;

    /** Takes the orders that were neither processed nor failed. */
    Dropped(Orders orders, Run run, List<Placed> missing) {
        this.missing = missing;
        this.said = run.said();
        this.byId = orders.all().stream().collect(Collectors.toMap(Placed::id, Function.identity()));
    }

    /**
     * Returns what is wrong, where it is this.
     *
     * @param seen adds what the group has committed on the partition of an order
     */
    Optional<Wrong> recognised(UnaryOperator<String> seen) {
        Optional<Integer> failure = missing.stream().flatMap(order -> failure(order).stream())
                .filter(failed -> nextTry(failed).isPresent()).findFirst();
        // who tries again where it failed has the rest of the poll still in hand
        boolean atOnce = IntStream.range(0, said.size()).filter(n -> said.get(n).failed())
                .allMatch(n -> nextTry(n).equals(Optional.of(n + 1)));
        return failure.map(failed -> atOnce ? polledInVain(failed, seen) : leftTheLoop(failed, seen));
    }

    // what failed on another partition, between what was said of the order's partition before it and behind it
    private Optional<Integer> failure(Placed order) {
        int behind = IntStream.range(0, said.size()).filter(n -> isOn(n, order) && place(n).offset() > order.offset())
                .findFirst().orElse(said.size());
        int before = IntStream.range(0, behind).filter(n -> isOn(n, order)).reduce((one, next) -> next).orElse(-1);
        return IntStream.range(before + 1, behind).filter(n -> said.get(n).failed()).boxed().reduce((one, next) -> next);
    }

    private boolean isOn(int n, Placed order) {
        return place(n).partition().equals(order.partition());
    }

    private Placed place(int n) {
        return byId.get(said.get(n).id());
    }

    private Optional<Integer> nextTry(int failed) {
        return IntStream.range(failed + 1, said.size()).filter(n -> said.get(n).id().equals(said.get(failed).id())).boxed()
                .findFirst();
    }

    private Wrong leftTheLoop(int failed, UnaryOperator<String> seen) {
        return Wrong.seen(seen.apply("order " + said.get(failed).id() + " at " + place(failed).place() + " failed, and was tried "
                        + "again later. Orders of other partitions never came to process(): " + count()))
                .means("poll() returns orders of several partitions and moves the position of each past them. seek() brings "
                        + "back the one partition that it names: whoever leaves the loop over a poll's orders at a failure "
                        + "drops what the loop still held of the others.")
                .lookAt("when an order fails, what becomes of the orders of other partitions that the same poll() has "
                        + "returned?");
    }

    private Wrong polledInVain(int failed, UnaryOperator<String> seen) {
        return Wrong.seen(seen.apply("order " + said.get(failed).id() + " at " + place(failed).place() + " failed, and was the next "
                        + "that the program tried. Other orders never came to process(): " + count()))
                .means("each poll() moves the positions past what it returns, also one that is there only to stay in the group. "
                        + "It returns nothing of a partition that is paused.")
                .lookAt("does each order come to process() that any poll() of your program returns, also between two tries?");
    }

    private String count() {
        return missing.size() + " in all, the first of them at " + missing.get(0).place() + ".";
    }
}
