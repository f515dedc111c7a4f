package checks.manualcommit;

import static checks.manualcommit.EveryOrder.A_BOOKMARK;

import checks.manualcommit.Crashes.Crash;
import checks.manualcommit.Orders.Placed;
import java.util.List;
import workshop.check.Wrong;

/** What the check of lesson 06 says of a program that was killed. */
public final class Texts {

    private static final String SINCE_THE_LAST = "a group goes on at its last commit, and what was processed after it is "
            + "processed again.";

    private Texts() {
    }

    /** Says that an order was committed before the work on it was done. */
    public static Wrong committedFirst(Crash crash, Placed order) {
        return Wrong.seen("the " + asked(crash, order) + " It had not processed order " + order.id() + " at " + order.place()
                        + " by then.")
                .means(A_BOOKMARK + " An order that is committed first is lost with the program that had it in hand. "
                        + "commitSync() without offsets commits all that poll() has returned, of every partition.")
                .lookAt("what comes first in your program, the work on an order or the commit that covers it?");
    }

    /** Says that an order had failed, and was committed before it was tried with success. */
    public static Wrong committedPast(Crash crash, Placed order) {
        return Wrong.seen("order " + order.id() + " at " + order.place() + " had failed. The " + asked(crash, order)
                        + " The order was not processed by then.")
                .means(A_BOOKMARK + " A partition has one bookmark: nothing can be committed past an order and leave that one "
                        + "open, and a list in memory is gone with the program.")
                .lookAt("which offset does your program commit while an order of that partition waits for its next try?");
    }

    private static String asked(Crash crash, Placed order) {
        return "program asked to commit offset " + crash.asked().orElseThrow().offsets().get(order.partition()) + " of "
                + order.partition() + ", and was killed at that moment.";
    }

    /** Says that an order is not processed which came when all the others were. */
    public static Wrong lateOrder(Placed late) {
        return Wrong.seen("the program had processed every order, and ran on. Then one order more came, at " + late.place()
                        + ": it was not processed.")
                .means("a topic has no end: that nothing more came for a while says nothing about what will come.")
                .lookAt("what does your program do after a poll that has returned nothing?");
    }

    /** Says that some orders are processed by no run. */
    public static Wrong lost(Crashes crashes, List<Placed> orders) {
        Placed first = orders.get(0);
        return Wrong.seen("the program was killed and started again" + (crashes.crashes().size() == 1 ? ""
                        : " " + crashes.crashes().size() + " times") + ". No run has processed order " + first.id() + " at "
                        + first.place()
                        + (orders.size() == 1 ? "" : "; so it is with " + orders.size() + " orders")
                        + (crashes.current().hasEnded() ? ". The last run " + crashes.current().ending() : "") + ".")
                .means(A_BOOKMARK)
                .lookAt("what had the program committed when it was killed, what had it done, and where does it go on?");
    }

    /** Says that too many orders were processed again. */
    public static Wrong repeated(Crash crash, int again) {
        return Wrong.seen("the program was killed when it had processed " + crash.run().processed().size()
                        + " orders" + (crash.uncommitted().isWithoutCommit() ? ", and had asked for no commit" : "")
                        + ". After that " + again + " of them were processed again.")
                .means(SINCE_THE_LAST + (crash.uncommitted().isWithoutCommit() ? " A consumer that commits by itself does so "
                        + "every five seconds." : ""))
                .lookAt("how many orders can your program have processed since its last commit?");
    }

    /** Says that too many orders were processed between two commits. */
    public static Wrong uncommitted(int orders) {
        return Wrong.seen("when the program asked for a commit, it had processed " + orders + " orders that none of its commits "
                        + "covered. Killed one moment earlier it would have had them all processed again.")
                .means(SINCE_THE_LAST + " One commit for each poll comes after as many orders as a poll returns: "
                        + "max.poll.records, 500 by default.")
                .lookAt("how many orders does one poll() of your program return, and after how many of them comes a commit?");
    }
}
