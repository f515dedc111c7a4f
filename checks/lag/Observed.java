package checks.lag;

import workshop.check.Attempt;
import workshop.check.Wrong;
import workshop.evidence.Commit;
import workshop.evidence.Group;

/** Says whether a program of lesson 08 has left a group as it was: it is an observer. */
public final class Observed {

    private Observed() {
    }

    /**
     * Returns where a program has neither asked to be a member of the group that it was to look at, nor committed in its name.
     *
     * @param own how many commits the check itself has made before
     */
    public static void judge(Attempt attempt, Group group, int own) {
        if (attempt.traffic().joined().contains(group.name())) {
            throw joined(group.name());
        }
        group.commits().stream().skip(own).reduce((one, next) -> next).ifPresent(last -> {
            throw commits(last, group.name());
        });
    }

    /** Returns what to say of a program that became a member of the group, and disturbed the one that it has. */
    public static Wrong disturbed(String disturbed) {
        return joins(Wrong.seen("the group " + disturbed + " had one member, which had every partition. While the program "
                + "ran there was a rebalance: the member's partitions were taken from it."));
    }

    /** Returns what to say of a program that asked to become a member of the group. */
    private static Wrong joined(String group) {
        return joins(Wrong.seen("the program asked the coordinator of the group " + group + " to be a member of it."));
    }

    private static Wrong joins(Wrong wrong) {
        return wrong.means("whoever subscribes with a group's id joins the group. The partitions are shared out anew "
                        + "each time, and the members stop for it; an observer that joins gets some, and does not "
                        + "process what is in them.")
                .lookAt("which call of your program makes it a member, and which client can ask without being one?");
    }

    /** Returns what to say of a program that committed something. */
    private static Wrong commits(Commit commit, String group) {
        return Wrong.seen("while the program ran " + commit.offset()
                        .map(offset -> "offset " + offset + " was committed on ").orElse("the commit was deleted on ")
                        + commit.partition() + " for the group " + group
                        + ". The check has not, and its member commits nothing: it can only have been the program.")
                .means("the group goes on at its commits, so that orders are lost or done again when an observer "
                        + "makes or moves one. An Admin commits when it is told to (alterConsumerGroupOffsets). A consumer "
                        + "with a group.id does unless enable.auto.commit is false, when it is closed too, and also one that "
                        + "has its partitions by assign().")
                .lookAt("which call of your program commits, or which client that bears the id of the group and is closed?");
    }
}
