package checks.manualcommit;

import java.util.List;
import workshop.evidence.Group;
import workshop.evidence.Member;

/** The one member of a group: whether it stays. {@link #watch} looks, and waits for nothing. */
public final class Membership {

    // a look is a question to the coordinator, which has other work to do
    private static final int EACH = 5;

    private final Group group;
    private String id;
    private boolean ended;
    private int calls;

    /** Takes a group of one. */
    public Membership(Group group) {
        this.group = group;
    }

    /** Looks at each fifth call whether it is still a member. */
    public void watch() {
        if (ended || calls++ % EACH != 0) {
            return;
        }
        List<String> now = group.members().stream().map(Member::id).toList();
        if (id == null) {
            id = now.stream().findFirst().orElse(null);
        } else {
            ended = !now.contains(id);
        }
    }

    /** Returns whether it was a member once and was none later. */
    public boolean hasEnded() {
        return ended;
    }
}
