import django.db.models.deletion
import django.utils.timezone
import ideas.reviewing_room.models.forecast
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('discussions', '0005_was_harvested'),
        ('ideas', '0005_what_was_there'),
    ]

    operations = [
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120, verbose_name='what is measured')),
                ('unit', models.CharField(blank=True, max_length=40, verbose_name='unit')),
                ('target', ideas.reviewing_room.models.forecast.Number(decimal_places=3, max_digits=15, verbose_name='number to reach')),
                ('at_least', models.BooleanField(default=True)),
                ('months', models.PositiveSmallIntegerField(default=12, verbose_name='within')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('selected_at', models.DateTimeField(null=True)),
                ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='measure', to='ideas.idea')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'measure of success',
                'verbose_name_plural': 'measures of success',
                'constraints': [models.CheckConstraint(condition=models.Q(('months__in', (3, 6, 12))), name='ideas_review_months')],
            },
        ),
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expected', ideas.reviewing_room.models.forecast.Number(decimal_places=3, max_digits=15)),
                ('low', ideas.reviewing_room.models.forecast.Number(decimal_places=3, max_digits=15)),
                ('high', ideas.reviewing_room.models.forecast.Number(decimal_places=3, max_digits=15)),
                ('probability', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forecasts', to='ideas_review.measure')),
            ],
            options={
                'verbose_name': 'forecast',
                'verbose_name_plural': 'forecasts',
                'constraints': [models.UniqueConstraint(fields=('measure', 'by'), name='ideas_review_forecast_once'), models.CheckConstraint(condition=models.Q(('probability__lte', 100)), name='ideas_review_probability'), models.CheckConstraint(condition=models.Q(('low__lte', models.F('expected')), ('expected__lte', models.F('high'))), name='ideas_review_range')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField()),
                ('due_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('value', ideas.reviewing_room.models.forecast.Number(decimal_places=3, max_digits=15, null=True, verbose_name='measured')),
                ('note', models.CharField(blank=True, max_length=1000, verbose_name='what explains it')),
                ('told_at', models.DateTimeField(null=True)),
                ('asked', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='ideas_review.measure')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'outcome',
                'verbose_name_plural': 'outcomes',
                'ordering': ['months'],
                'indexes': [models.Index(condition=models.Q(('asked_at', None)), fields=['due_at'], name='ideas_review_outcome_due')],
                'constraints': [models.UniqueConstraint(fields=('measure', 'months'), name='ideas_review_outcome_once')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('rule', models.CharField(blank=True, choices=[('support', 'Most supported'), ('bridging', 'Bridging most'), ('pairwise', 'First in the duels'), ('discussed', 'Most discussed'), ('waiting', 'Waiting longest')], max_length=12, verbose_name='rule')),
                ('top', models.PositiveSmallIntegerField(default=10, verbose_name='how many')),
                ('minimum_breadth', models.PositiveSmallIntegerField(default=0, verbose_name='departments at least')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('criteria_frozen_at', models.DateTimeField(null=True)),
                ('scoring_closed_at', models.DateTimeField(null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='ideas.campaign')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scoring_closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'ordering': ['-opened_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'number'), name='ideas_review_number')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(blank=True, choices=[('support', 'Most supported'), ('bridging', 'Bridging most'), ('pairwise', 'First in the duels'), ('discussed', 'Most discussed'), ('waiting', 'Waiting longest')], max_length=12)),
                ('rank', models.PositiveIntegerField(default=0)),
                ('beside', models.CharField(blank=True, choices=[('bridges', 'bridges most'), ('divides', 'divides most')], max_length=8)),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='ideas_review.review')),
            ],
            options={
                'verbose_name': 'idea of a shortlist',
                'verbose_name_plural': 'ideas of a shortlist',
                'constraints': [models.UniqueConstraint(fields=('review', 'idea'), name='ideas_review_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Pick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('for', 'For'), ('against', 'Against')], max_length=7)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='picks', to='ideas_review.entry')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='discussions.post')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'side'), name='ideas_review_pick_once')],
            },
        ),
        migrations.CreateModel(
            name='Evaluator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evaluators', to='ideas_review.review')),
            ],
            options={
                'verbose_name': 'evaluator',
                'verbose_name_plural': 'evaluators',
                'constraints': [models.UniqueConstraint(fields=('review', 'user'), name='ideas_review_evaluator_once')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=80, verbose_name='criterion')),
                ('about', models.CharField(blank=True, max_length=300, verbose_name='what it means')),
                ('weight', models.PositiveSmallIntegerField(default=1, verbose_name='weight')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='ideas_review.review')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 100)), name='ideas_review_weight')],
            },
        ),
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scores', models.JSONField(default=dict)),
                ('comment', models.TextField(blank=True, max_length=2000, verbose_name='comment')),
                ('version', models.PositiveIntegerField(default=0)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scorecards', to='ideas_review.entry')),
                ('evaluator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'scorecard',
                'verbose_name_plural': 'scorecards',
                'constraints': [models.UniqueConstraint(fields=('entry', 'evaluator'), name='ideas_review_card_once')],
            },
        ),
        migrations.CreateModel(
            name='Stance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('for', 'For'), ('against', 'Against')], max_length=7)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='idea_stance', to='discussions.post')),
            ],
        ),
    ]
