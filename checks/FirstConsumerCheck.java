package checks;

import checks.firstconsumer.Commits;
import checks.firstconsumer.Run;
import checks.firstconsumer.Story;
import checks.firstconsumer.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import workshop.check.Check;
import workshop.check.Fact;
import workshop.check.RecordLines;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Stored;

/** Lesson 04. What the program meets is told by {@link Story}. */
@Check
class FirstConsumerCheck {

    private static final int MAX_FETCH = 10 * 1024 * 1024;
    private static final int DEFAULT_FETCH = 50 * 1024 * 1024;
    private static final String ONCE_IT_READS = "to be judged once the program asks the brokers for records";
    private static final String UNTIL_TOLD = "to be judged once the program reads until it is told to stop";

    private final Story story;
    private final Run plain;
    private final Run idle;

    FirstConsumerCheck(Trial trial) {
        story = new Story(trial);
        plain = story.plain();
        idle = story.idle();
    }

    @Fact(order = 1, value = "prints each order of its topic once with its place, those from before its start and those after")
    void printsEachOnce() {
        List<Stored> all = story.inTheFirstRun();
        List<Stored> missing = plain.missing(all);
        if (!missing.isEmpty() && plain.attempt().run().succeeded() && plain.attempt().traffic().hasConnected()) {
            Trial.cannotJudge(UNTIL_TOLD);
        }
        if (!missing.isEmpty()) {
            throw Texts.notPrinted(plain, missing, all);
        }
        // of a line that is printed piece by piece the value may be there before the rest
        story.awaitPrintedWhole(all);
        RecordLines printed = plain.printed();
        for (Stored order : all) {
            long times = printed.times(order);
            if (times == 0) {
                throw Texts.incomplete(order, plain);
            }
            if (times > 1) {
                throw Wrong.seen("one run printed the order at " + order.place() + " " + times + " times.")
                        .means("poll() returns each record once, as long as nothing moves the consumer back.")
                        .lookAt("how often does a record reach the line that prints, and does anything seek?");
            }
        }
        Set<String> more = story.others().readBy(plain);
        if (!more.isEmpty()) {
            throw Texts.readsMore(plain, more);
        }
    }

    @Fact(order = 2, value = "asks for at most 10 MB a fetch")
    void smallFetches() {
        reads();
        int asked = plain.largestFetch();
        if (asked > MAX_FETCH) {
            throw Wrong.seen("a request of the program allowed the broker to answer with " + asked + " bytes"
                            + (asked == DEFAULT_FETCH ? ": 50 MB, the default." : "."))
                    .means("fetch.max.bytes bounds the answer of a broker as a whole, max.partition.fetch.bytes the part of "
                            + "each partition in it. A consumer may hold one such answer of each broker in memory.")
                    .lookAt("which setting bounds the whole answer, and how many bytes are 10 MB?");
        }
    }

    @Fact(order = 3, value = "goes on reading after its topic has been quiet for a while")
    void outlivesTheQuiet() {
        if (!plain.attempt().traffic().hasConnected()) {
            Trial.cannotJudge(ONCE_IT_READS);
        }
        story.inTheFirstRun();
        runsStill(plain);
        reads();
        List<Stored> before = story.beforeTheQuiet();
        List<Stored> after = story.afterTheQuiet();
        runsStill(idle);
        List<Stored> missing = idle.missing(after);
        if (missing.size() == after.size() && idle.missing(before).size() == before.size()) {
            Trial.cannotJudge("to be judged once the program prints the orders");
        }
        if (!missing.isEmpty()) {
            throw Wrong.seen("the topic " + idle.topic().name() + " was quiet for a while. The program ran on, and did not print "
                            + "the order at " + missing.get(0).place() + ", which came after that.")
                    .means("a poll that returns nothing says only that nothing has come yet: a topic has no end.")
                    .lookAt("what does your program do after a poll that has returned nothing?");
        }
    }

    @Fact(order = 4, value = "is a member of its group, and commits every second while it runs")
    void commits() {
        reads();
        story.afterTheQuiet();
        if (idle.hasEnded()) {
            Trial.cannotJudge(UNTIL_TOLD);
        }
        if (!idle.attempt().traffic().joined().contains(idle.groupId())) {
            throw Texts.noMember(idle);
        }
        new Commits(story).judge();
    }

    @Fact(order = 5, value = "goes on after a restart where it has stopped")
    void goesOn() {
        Story.Restart after = restarted();
        story.awaitShown(after.again(), after.meanwhile());
        List<Stored> twice = new ArrayList<>(story.inTheFirstRun());
        twice.removeAll(plain.missing(twice));
        twice.removeAll(after.again().missing(twice));
        if (!twice.isEmpty() && !after.stop().inGoodOrder()) {
            Trial.cannotJudge("to be judged once the program leaves its group, which is the moment of the last commit");
        }
        if (!twice.isEmpty()) {
            throw Texts.readTwice(twice);
        }
        List<Stored> missing = after.again().missing(after.meanwhile());
        if (!missing.isEmpty()) {
            throw Wrong.seen("the order at " + missing.get(0).place() + " came between two runs of the group, and the second "
                            + "run, which " + after.again().state() + ", did not print it.")
                    .means("a group goes on at its committed offsets, and so with what came while it was away. Only where it "
                            + "has none does it begin where auto.offset.reset says.")
                    .lookAt("has the first run committed, and does anything move the second one forward?");
        }
    }

    @Fact(order = 6, value = "ends within 5 s of SIGTERM, and is gone from its group at once")
    void leaves() {
        judge(restarted().stop());
        if (!idle.hasEnded()) {
            judge(idle.stop());
        }
    }

    @Fact(order = 7, value = "begins with the oldest order for a group that is new, whatever another group has read")
    void newGroup() {
        Story.Restart after = restarted();
        List<Stored> all = Stream.of(story.inTheFirstRun(), after.meanwhile()).flatMap(List::stream).toList();
        story.awaitShown(after.fresh(), all);
        List<Stored> missing = after.fresh().missing(all);
        if (!missing.isEmpty()) {
            throw Wrong.seen("the topic had " + all.size() + " orders. A new group read it and did not print "
                            + missing.size() + " of them, the first at " + missing.get(0).place() + ".")
                    .means("each group has offsets of its own, and a new one has none: it begins where auto.offset.reset "
                            + "says, which is the end (latest) unless you say otherwise.")
                    .lookAt("where does your program begin for a group without committed offsets?");
        }
    }

    private void reads() {
        if (plain.largestFetch() == 0) {
            Trial.cannotJudge(ONCE_IT_READS);
        }
    }

    private static void runsStill(Run run) {
        if (run.hasEnded()) {
            throw Texts.ended(run);
        }
    }

    private Story.Restart restarted() {
        reads();
        if (story.restart() == null) {
            Trial.cannotJudge(UNTIL_TOLD);
        }
        // the runs would share one group, and wait for members of each other that the check knows nothing of
        if (!plain.otherGroups().isEmpty()) {
            Trial.cannotJudge("to be judged once the program is in the group that GROUP_ID names");
        }
        return story.restart();
    }

    private static void judge(Run.Stop stop) {
        if (!stop.ended()) {
            throw Texts.stillRan(stop);
        }
        if (!stop.stayed().isEmpty()) {
            throw Texts.stayed(stop);
        }
        if (stop.tooLong()) {
            throw Texts.tooLong(stop);
        }
    }
}
