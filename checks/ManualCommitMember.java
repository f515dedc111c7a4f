package checks;

import java.util.List;
import workshop.evidence.Group;
import workshop.evidence.Member;

/** The one member of a group: whether it stays. {@link #watch} looks, and waits for nothing. */
final class ManualCommitMember {

    // a look is a question to the coordinator, which has other work to do
    private static final int EACH = 5;

    private final Group group;
    private String id;
    private boolean left;
    private int calls;

    ManualCommitMember(Group group) {
        this.group = group;
    }

    /** Looks at each fifth call whether it is still a member. */
    void watch() {
        if (left || calls++ % EACH != 0) {
            return;
        }
        List<String> now = group.members().stream().map(Member::id).toList();
        if (id == null) {
            id = now.stream().findFirst().orElse(null);
        } else {
            left = !now.contains(id);
        }
    }

    /** Returns whether it was a member once and was none later. */
    boolean hasLeft() {
        return left;
    }
}
