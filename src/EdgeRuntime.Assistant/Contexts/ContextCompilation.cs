namespace EdgeRuntime.Assistant.Contexts;

/// <summary>One compilation: checks every block of sentences, writes them into one graph, and says what was left out.</summary>
internal sealed class ContextCompilation
{
    private readonly ContextDefinition _definition;
    private readonly DynamicLists _dynamicLists;
    private readonly ContextCompilerOptions _options;
    private readonly TemplateCache _templates = new();
    private readonly ActionTable _actions = new();
    private readonly Phrases _phrases;
    private readonly ContextScope _fileScope;
    private readonly List<WordArc> _starts = [];
    private IReadOnlyList<TemplateNode> _skipWords = [];

    public ContextCompilation(ContextDefinition definition, DynamicLists dynamicLists, ContextCompilerOptions options)
    {
        _definition = definition;
        _dynamicLists = dynamicLists;
        _options = options;
        // Blanks and parts of words take more nodes than whole words do; the limit that counts is the one on the result.
        _phrases = new Phrases(new ArcStore(3 * options.MaxNodes, 3 * options.MaxArcs));
        _fileScope = new ContextScope(definition, dynamicLists, _templates, null);
    }

    public Outcome<WordGraph> Run()
    {
        if (CheckFile() is { } failure)
        {
            return failure;
        }

        _skipWords = _definition.SkipWords.Select(_templates.Parsed).ToArray();
        return CompileIntents() is { } broken ? broken : Finish();
    }

    private Failure? CheckFile()
    {
        var fileChecker = new ReferenceChecker(_fileScope);
        foreach (var block in _definition.Intents.SelectMany(intent => intent.Blocks))
        {
            var checker = IsPlain(block) ? fileChecker : new ReferenceChecker(ScopeOf(block));
            foreach (var sentence in block.Sentences)
            {
                if (checker.Check(sentence) is { } failure)
                {
                    return failure;
                }
            }
        }

        return CheckSkipWords(fileChecker) ?? CheckUnusedRules(fileChecker) ?? CheckRanges();
    }

    private Failure? CheckSkipWords(ReferenceChecker checker) =>
        _definition.SkipWords.Select(checker.Check).FirstOrDefault(failure => failure is not null);

    // A rule that no sentence uses may name what is not there; one that needs itself is broken all the same.
    private Failure? CheckUnusedRules(ReferenceChecker checker)
    {
        foreach (var rule in _definition.Rules.Values)
        {
            var failure = checker.Check(rule);
            if (failure is { Code: "context-unknown-list" or "context-unknown-rule" })
            {
                Warn("rule-incomplete", failure.Message, new SourceMark(_definition.Name, failure.Line, failure.Column));
            }
            else if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    private Failure? CheckRanges()
    {
        var lists = _definition.Lists.Values.Concat(_definition.Intents.SelectMany(intent => intent.Blocks).SelectMany(block => block.Lists.Values));
        var wide = lists.FirstOrDefault(list => list.Range.Step > 1 && list.Range.To - list.Range.From > NumberGrammar.WidestStepped);
        return wide is null ? null : ContextFailure.At(
            wide.Mark, "context-range-too-wide", $"The range {{{wide.Name}}} has steps over more than {NumberGrammar.WidestStepped:N0} numbers.", "Use step 1, or narrower bounds.");
    }

    // From the last intent to the first: earlier intents get lower node numbers, and so win a tie.
    private Failure? CompileIntents()
    {
        var plainCompiler = CompilerFor(_fileScope, null);
        foreach (var intent in _definition.Intents.Reverse())
        {
            foreach (var block in intent.Blocks.Reverse())
            {
                var compiler = IsPlain(block) ? plainCompiler : CompilerFor(ScopeOf(block), block);
                AddBlock(intent, block, compiler);
                if (compiler.IsTooDeep)
                {
                    return ContextFailure.At(
                        block.Mark,
                        "context-too-deep",
                        "Rules and brackets are nested too deep here.",
                        "Use fewer rules inside rules.");
                }
            }
        }

        return null;
    }

    private TemplateCompiler CompilerFor(ContextScope scope, SentenceBlock? block) => new(_phrases, _actions, scope, block, _skipWords);

    private void AddBlock(IntentDefinition intent, SentenceBlock block, TemplateCompiler compiler)
    {
        if (IsAnswerUnasked(block))
        {
            return;
        }

        if (MissingSurroundings(block) is not { } demands)
        {
            Warn("block-excluded", $"Sentences of {intent.Name} are left out here: `excludes_context` holds.", block.Mark);
            return;
        }

        var end = _phrases.Store.Node(WordGraph.Epsilon, _actions.IndexOf(EndOf(intent, block)), 0);
        var scope = IsPlain(block) ? _fileScope : ScopeOf(block);
        foreach (var sentence in block.Sentences.Reverse())
        {
            var node = Narrowed(_templates.Parsed(sentence), scope, demands) is { } template ? compiler.Sentence(template, end) : ArcStore.Dead;
            if (node == ArcStore.Dead && !_phrases.Store.IsFull && !compiler.IsTooDeep)
            {
                Warn(
                    "sentence-unreachable",
                    $"This sentence of {intent.Name} cannot be said: a list in it is empty, or `requires_context` is not met.",
                    sentence.Mark);
            }

            _phrases.Store.AddWays(_starts, node);
        }
    }

    private static TemplateNode? Narrowed(TemplateNode sentence, ContextScope scope, IReadOnlyList<ContextCondition> demands)
    {
        TemplateNode? narrowed = sentence;
        foreach (var demand in demands)
        {
            narrowed = narrowed is null ? null : new RequirementRewriter(scope, demand).Narrow(narrowed);
        }

        return narrowed;
    }

    /// <summary>Conditions that the surroundings leave to the entries of lists; null where the block is excluded.</summary>
    private List<ContextCondition>? MissingSurroundings(SentenceBlock block) =>
        block.Excludes.Any(IsMet) ? null : block.Requires.Where(condition => !IsMet(condition)).ToList();

    private bool IsAnswerUnasked(SentenceBlock block) =>
        block.Requires.Any(condition => condition.Key == ContextCompilerOptions.QuestionKey && !IsMet(condition));

    private bool IsMet(ContextCondition condition) =>
        _options.Surroundings.TryGetValue(condition.Key, out var value) && condition.Accepts(value);

    private GraphAction EndOf(IntentDefinition intent, SentenceBlock block)
    {
        var slots = new Dictionary<string, SlotValue>(block.Slots, StringComparer.Ordinal);
        foreach (var condition in block.Requires.Where(condition => condition.CopyToSlot && IsMet(condition)))
        {
            slots.TryAdd(condition.Key, SlotValue.Of(SlotKind.List, _options.Surroundings[condition.Key]));
        }

        return new GraphAction(GraphActionKind.IntentEnd, intent.Name) { FixedSlots = slots };
    }

    private Outcome<WordGraph> Finish()
    {
        foreach (var list in _fileScope.AssumedLists)
        {
            Warn(
                "list-assumed",
                $"The list {{{list}}} is not defined here; it is one that Home Assistant fills, and stays empty until it is given.",
                new SourceMark(_definition.Name, 0, 0));
        }

        _starts.Reverse();
        var start = _phrases.Store.Node(_starts);
        if (_phrases.Store.IsFull)
        {
            return TooLarge();
        }

        var target = new ArcStore(_options.MaxNodes, _options.MaxArcs);
        var assembler = new WordAssembler(_phrases, _actions.Actions, target);
        if (assembler.Assemble(start) is { } graph)
        {
            WarnUnreachable(graph);
            return graph;
        }

        return target.IsFull ? TooLarge() : assembler.IsTooLong ? WordTooLong() : NothingToSay();
    }

    private void WarnUnreachable(WordGraph graph)
    {
        var reached = graph.Actions.Where(action => action.Kind == GraphActionKind.IntentEnd).Select(action => action.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var intent in _definition.Intents.Where(intent => !reached.Contains(intent.Name) && !intent.Blocks.All(IsAnswerUnasked)))
        {
            Warn("intent-unreachable", $"No sentence of {intent.Name} can be said.", intent.Mark);
        }
    }

    private Failure TooLarge() => ContextFailure.At(
        new SourceMark(_definition.Name, 0, 0),
        "context-too-large",
        $"The context needs more than {_options.MaxNodes:N0} nodes or {_options.MaxArcs:N0} arcs.",
        "Put repeated alternatives into one rule or list, and shorten the longest list; it is the number of different words that counts, not of sentences.");

    private Failure WordTooLong() => ContextFailure.At(
        new SourceMark(_definition.Name, 0, 0), "context-word-too-long", "A word is put together from too many parts without a blank between them.", "Put blanks between the brackets of the template.");

    private Failure NothingToSay() => ContextFailure.At(
        new SourceMark(_definition.Name, 0, 0), "context-nothing-to-say", "No sentence of the context can be said.", "Give at least one sentence whose lists have entries.");

    private ContextScope ScopeOf(SentenceBlock block) => new(_definition, _dynamicLists, _templates, block);

    private static bool IsPlain(SentenceBlock block) =>
        block.Lists.Count == 0 && block.Rules.Count == 0 && block.Requires.Count == 0 && block.Excludes.Count == 0;

    private void Warn(string code, string message, SourceMark mark) => _options.Warnings?.Add(new ContextWarning(code, message, mark));
}
