package checks.orderpipeline;

import java.util.List;
import java.util.stream.Collectors;
import workshop.check.MemberRun;
import workshop.check.Printed;
import workshop.check.Trial;
import workshop.check.Wrong;
import workshop.evidence.Member;

/** How the runs have ended: by themselves, when they were told to, or in the one case in which they are right to. */
public final class Stops {

    private static final int LAST = 3;
    // how a client says that another producer has come by the same transactional.id
    private static final List<String> FENCED = List.of("ProducerFencedException", "InvalidProducerEpochException",
            "newer producer with the same transactionalId");

    private final Storm storm;
    private final Crew crew;

    /** Takes a storm that is over. */
    public Stops(Storm storm) {
        this.storm = storm;
        this.crew = storm.crew();
    }

    /** Establishes that no run has ended that was to stay, and that each has found its place in the group. */
    public void judgeStaying() {
        storm.watch().fallen().ifPresent(run -> {
            Wrong wrong = Wrong.seen(run.name() + " " + run.attempt().run().ending() + ", and nobody had told it to. The last "
                            + "that it said: " + lastWords(run));
            Printed printed = Printed.by(run.attempt().run());
            if (FENCED.stream().anyMatch(printed::has)) {
                throw wrong.means("a transactional.id is the name of one producer. A second one that starts by the same name takes "
                                + "the place of the first, which is fenced off: it can write nothing any more.")
                        .lookAt("where does the transactional.id of your producer come from, and what is it in the next program?");
            }
            throw wrong.means("an order that is no order, a warehouse that does not answer, a write that is refused "
                            + "once, a broker that is away: that is an ordinary night. Who ends at it is started "
                            + "again, begins at the last commit and meets the same again.")
                    .lookAt("whose fault is what your program met there: the order's, or nobody's? And can it pass?");
        });
        List<Member> members = crew.group().members();
        boolean shared = crew.runs().isShared(members);
        if (storm.watch().end() != Watch.End.OUT_OF_TIME || shared || !crew.elsewhere().isEmpty()) {
            storm.needWhole();
            return;
        }
        List<MemberRun> staying = crew.runs().staying();
        int last = staying.stream().mapToInt(run -> run.attempt().traffic().generation()).max().orElse(0);
        throw Wrong.seen("the runs that are to stay did not come to share the four partitions: "
                        + staying.stream().map(run -> run.name() + " has " + run.partitions(members).size()
                        + (run.attempt().traffic().generation() < last ? " and has not taken part in the last rebalance" : ""))
                                .collect(Collectors.joining(", ")) + ".")
                .means("the members of a group share its partitions when each has subscribed, with the same group id, "
                        + "and calls poll() again and again.")
                .lookAt("what keeps your program from poll(), and which group does it name?");
    }

    private static String lastWords(MemberRun run) {
        List<String> spoken = run.attempt().run().errors().lines().stream()
                .filter(line -> !line.isBlank() && !line.startsWith("\t")).map(String::strip).toList();
        return spoken.isEmpty() ? "nothing on standard error."
                : Printed.quote(String.join(" / ", spoken.subList(Math.max(0, spoken.size() - LAST), spoken.size())));
    }

    /** Establishes that who is told to stop does so in time, and leaves the group. */
    public void judgeTold() {
        if (!storm.farewells().hasAny()) {
            Trial.cannotJudge("to be judged once the program comes as far as that");
        }
        storm.farewells().unwilling().ifPresent(unwilling -> {
            boolean ran = unwilling.ran();
            Wrong wrong = Wrong.seen(unwilling.seen())
                    .means(ran ? "SIGTERM starts the shutdown hooks of a JVM, which ends when they have all returned. "
                            + "Who takes longer than ten seconds is often killed."
                            : "a JVM ends on SIGTERM at once, in the middle of everything, unless a shutdown hook "
                            + "holds it. close() tells the group that a member leaves. Without it nobody reads its "
                            + "partitions until its session has run out, 45 s.")
                    .lookAt(ran ? "what does your program wait for when it is told to stop?"
                            : "what does your program do on SIGTERM, and who waits for it?");
            throw ran ? wrong.late() : wrong;
        });
    }

    /** Establishes that the run that got no answers has ended in time, with a reason and not as if all were well. */
    public void judgeGivingUp() {
        if (storm.unanswered().isEmpty()) {
            Trial.cannotJudge("to be judged once the program comes as far as that");
        }
        Unanswered unanswered = storm.unanswered().get();
        MemberRun run = unanswered.run();
        String seen = "no broker took the invoices of " + run.name() + ", nor refused them. GIVE_UP_AFTER_MS was "
                + Unanswered.GIVE_UP_AFTER_MS;
        if (!unanswered.gaveUp()) {
            throw Wrong.seen(seen + ", and " + Unanswered.TO_GIVE_UP.toSeconds() + " s later it was still running.")
                    .means("a producer tries again by itself until a record's time is over: delivery.timeout.ms, two "
                            + "minutes by default. As long as it waits its partitions wait, too, though others could "
                            + "do the work.")
                    .lookAt("where in your program does GIVE_UP_AFTER_MS take effect?").late();
        }
        if (run.attempt().run().succeeded()) {
            throw Wrong.seen(seen + ", and it ended with code 0.")
                    .means("whoever started the program learns from the code alone whether it gave up. 0 says that it "
                            + "was done.")
                    .lookAt("how does your program end after an error that it cannot help?");
        }
        if (run.attempt().run().errors().lines().stream().allMatch(String::isBlank)) {
            throw Wrong.seen(seen + ", and it " + run.attempt().run().ending() + ". On standard error it said "
                            + "nothing; on standard output "
                            + Printed.quote(Printed.by(run.attempt().run()).quoted()) + ".")
                    .means("the exit code says that something failed; the person on call needs to read what.")
                    .lookAt("what does your program print, and on which stream, before it ends with an error?");
        }
    }
}
