namespace KillSwitch.Infra.Templates;

/// <summary>Which of some outcomes there is, by questions about features.</summary>
internal abstract record DecisionTree
{
    // Deeper than any option reaches into another.
    private const int Deepest = 12;

    /// <param name="outcomes">What there was under which shapes.</param>
    /// <param name="hinted">Which atoms to ask first where several tell the outcomes apart alike.</param>
    /// <returns>Null where no questions tell the outcomes apart.</returns>
    /// <param name="known">What explained something else: it is believed before anything new that takes more than one option.</param>
    /// <remarks>What one option explains is not put down to two, however the samples fell.</remarks>
    public static DecisionTree? Learn(
        IReadOnlyList<(Shapes Shapes, int Outcome)> outcomes, IReadOnlyList<Atom> atoms, Func<Atom, bool> hinted,
        IEnumerable<DecisionTree> known)
    {
        List<Atom> asked = [.. atoms.OrderBy(atom => hinted(atom) ? 0 : 1)];
        List<string> options = [.. asked.Select(atom => atom.Feature.Option).Distinct()];
        return options.Select(option => Learn(outcomes, Of(asked, option), Deepest)).FirstOrDefault(tree => tree is not null)
            ?? known.FirstOrDefault(tree => outcomes.All(one => tree.Of(one.Shapes) == one.Outcome))
            ?? options.SelectMany((one, index) => options.Skip(index + 1).Select(other => (one, other)))
                .Select(both => Learn(outcomes, Of(asked, both.one, both.other), Deepest))
                .FirstOrDefault(tree => tree is not null)
            ?? Learn(outcomes, asked, Deepest);
    }

    private static List<Atom> Of(List<Atom> atoms, params string[] options) =>
        [.. atoms.Where(atom => options.Contains(atom.Feature.Option))];

    /// <summary>The outcome under some shapes.</summary>
    public int Of(Shapes shapes) => this switch
    {
        Asked asked => (asked.Atom.IsTrueOf(shapes) ? asked.WhenTrue : asked.WhenFalse).Of(shapes),
        _ => ((Known)this).Outcome,
    };

    private static DecisionTree? Learn(
        IReadOnlyList<(Shapes Shapes, int Outcome)> outcomes, IReadOnlyList<Atom> atoms, int depth)
    {
        if (outcomes.All(one => one.Outcome == outcomes[0].Outcome))
            return new Known(outcomes[0].Outcome);
        if (depth == 0)
            return null;

        // The side that is settled at once is the larger the better; both, where one question settles all.
        var best = (Atom: (Atom?)null, Settled: 0);
        foreach (var atom in atoms)
        {
            var yes = outcomes.Where(one => atom.IsTrueOf(one.Shapes)).ToList();
            var no = outcomes.Where(one => !atom.IsTrueOf(one.Shapes)).ToList();
            if (yes.Count == 0 || no.Count == 0)
                continue;
            var settled = (IsSettled(yes) ? yes.Count : 0) + (IsSettled(no) ? no.Count : 0);
            if (settled > best.Settled)
                best = (atom, settled);
        }

        if (best.Atom is not { } asked)
            return null;
        return Learn([.. outcomes.Where(one => asked.IsTrueOf(one.Shapes))], atoms, depth - 1) is { } whenTrue
            && Learn([.. outcomes.Where(one => !asked.IsTrueOf(one.Shapes))], atoms, depth - 1) is { } whenFalse
            ? new Asked(asked, whenTrue, whenFalse)
            : null;
    }

    private static bool IsSettled(List<(Shapes Shapes, int Outcome)> outcomes) =>
        outcomes.TrueForAll(one => one.Outcome == outcomes[0].Outcome);

    /// <param name="Outcome">Whatever else is asked.</param>
    internal sealed record Known(int Outcome) : DecisionTree;

    internal sealed record Asked(Atom Atom, DecisionTree WhenTrue, DecisionTree WhenFalse) : DecisionTree;
}
